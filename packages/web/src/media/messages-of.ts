import { limits } from '@parley/protocol/limits'
import type { NewFile, NewImage, NewMedia, NewVideo } from '@parley/sdk/api'

/** A file that is about to be sent. */
export interface Outgoing {
  /** As it was chosen. */
  readonly file: NewFile
  /** As a picture or a video; undefined for what is neither. */
  readonly visual?: NewImage | NewVideo | undefined
}

export interface HowToSend {
  /** Pictures and videos go as they are, without being shown. */
  readonly asFiles: boolean
  /** Pictures and videos go together. */
  readonly asAlbum: boolean
}

/** What is sent, and what remains to be said after it. */
export interface Messages {
  readonly media: readonly NewMedia[]
  /** The place of the one with the text. */
  readonly captioned: number | undefined
  /** Too long to stand under anything. */
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
 * The messages that files become: pictures and videos first, in their order, then everything else. The text stands under the first
 * album, else under the last picture or video, else under the last file.
 */
export const messagesOf = (outgoing: readonly Outgoing[], text: string, { asFiles, asAlbum }: HowToSend): Messages => {
  const visuals = outgoing.flatMap(({ visual }) => (visual && !asFiles ? [visual] : []))
  const files = outgoing.flatMap(({ file, visual }) => (visual && !asFiles ? [] : [file]))
  const shown = asAlbum ? albumsOf(visuals) : visuals
  const media: readonly NewMedia[] = [...shown, ...files]
  const fits = [...text].length <= limits.captionMaxChars
  if (text === '' || media.length === 0 || !fits)
    return { media, captioned: undefined, after: text === '' ? undefined : text }
  const captioned = shown.length === 0 ? media.length - 1 : asAlbum ? 0 : shown.length - 1
  return {
    media: media.map((one, at) => (at === captioned ? { ...one, caption: text } : one)),
    captioned,
    after: undefined,
  }
}
