import type { AlbumItem, MediaBody, MediaId, Params, Video, Voice } from '@parley/protocol'

/** The data of an upload for `media.create`, besides its chat and its size. */
export type Announcement = Omit<Params<'media.create'>, 'chatId' | 'size'>

/** One thing that a message shows, with what is uploaded for it, in this order: a video's poster comes before the video. */
export interface UploadGroup {
  /** The picture or video of an album; undefined for the whole of any other message. */
  readonly item: AlbumItem | undefined
  readonly uploads: readonly Announcement[]
}

const mimePattern = /^[a-z0-9][^/\s]*\/[a-z0-9][^/\s]*$/

interface Named {
  readonly mediaId: MediaId
  readonly name: string
  readonly mime: string
}

const basics = ({ mediaId: id, name, mime }: Named) => ({ id, name, ...(mimePattern.test(mime) && { mime }) })

const imageUploads = ({ mediaId: id, name }: Named): readonly Announcement[] => [{ id, name, kind: 'image' }]

const videoUploads = (video: Video): readonly Announcement[] => {
  const { width, height, durationMs, poster } = video
  const more = { width, height, durationMs, ...(poster && { poster }) }
  const announced = { ...basics(video), kind: 'video' as const, ...more }
  return poster ? [{ id: poster, name: 'poster', kind: 'image' }, announced] : [announced]
}

const voiceUploads = (voice: Voice): readonly Announcement[] => {
  const { durationMs, peaks } = voice
  return [{ ...basics(voice), kind: 'voice', durationMs, ...(peaks && { peaks }) }]
}

/** Everything that has to be uploaded before a message is sent. */
export const uploadGroups = (body: MediaBody): readonly UploadGroup[] => {
  switch (body.type) {
    case 'image':
      return [{ item: undefined, uploads: imageUploads(body) }]
    case 'video':
      return [{ item: undefined, uploads: videoUploads(body) }]
    case 'voice':
      return [{ item: undefined, uploads: voiceUploads(body) }]
    case 'file':
      return [{ item: undefined, uploads: [{ ...basics(body), kind: 'file' }] }]
    case 'album':
      return body.items.map((item) => ({
        item,
        uploads: item.kind === 'video' ? videoUploads(item) : imageUploads(item),
      }))
  }
}
