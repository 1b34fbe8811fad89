import { limits } from '@parley/protocol/limits'
import { isVisible } from '@parley/protocol/visible'
import type { NewFile, NewImage, NewMedia, NewVideo } from '@parley/sdk/api'

/** A file to send. */
export interface Outgoing {
  /** The chosen file, unchanged. */
  readonly file: NewFile
  /** As a picture or a video. Undefined for other files. */
  readonly visual?: NewImage | NewVideo | undefined
}

export interface HowToSend {
  /** Pictures and videos are sent unchanged, as files. */
  readonly asFiles: boolean
  /** Pictures and videos are sent as albums. */
  readonly asAlbum: boolean
}

/** The messages to send, and the remaining text to send after them. */
export interface Messages {
  readonly media: readonly NewMedia[]
  /** The index of the message with the caption. */
  readonly captioned: number | undefined
  /** The text, if it is too long for a caption. */
  readonly after: string | undefined
}

const albumsOf = (visuals: readonly (NewImage | NewVideo)[]): readonly NewMedia[] => {
  const albums: NewMedia[] = []
  for (let from = 0; from < visuals.length; from += limits.albumMax) {
    const items = visuals.slice(from, from + limits.albumMax)
    const [only] = items
    albums.push(items.length === 1 && only ? only : { type: 'album', items })
  }
  return albums
}

/**
 * Turns files into messages: pictures and videos first, in order, then all others. The text is the caption of the first
 * album, else of the last picture or video, else of the last file.
 */
export const messagesOf = (outgoing: readonly Outgoing[], text: string, { asFiles, asAlbum }: HowToSend): Messages => {
  const visuals = outgoing.flatMap(({ visual }) => (visual && !asFiles ? [visual] : []))
  const files = outgoing.flatMap(({ file, visual }) => (visual && !asFiles ? [] : [file]))
  const shown = asAlbum ? albumsOf(visuals) : visuals
  const media: readonly NewMedia[] = [...shown, ...files]
  const fits = [...text].length <= limits.captionMaxChars
  const says = isVisible(text)
  if (!says || media.length === 0 || !fits) return { media, captioned: undefined, after: says ? text : undefined }
  const captioned = shown.length === 0 ? media.length - 1 : asAlbum ? 0 : shown.length - 1
  return {
    media: media.map((one, at) => (at === captioned ? { ...one, caption: text } : one)),
    captioned,
    after: undefined,
  }
}
