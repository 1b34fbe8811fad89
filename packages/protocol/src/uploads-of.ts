import type { MediaId } from './ids'
import type { AlbumItem, StoredBody, VideoBody } from './rows'

const ofItem = (item: AlbumItem | VideoBody): readonly MediaId[] =>
  'poster' in item && item.poster !== undefined ? [item.mediaId, item.poster] : [item.mediaId]

/** The uploads that a message shows, including posters of videos. */
export const uploadsOf = (body: StoredBody): readonly MediaId[] => {
  switch (body.type) {
    case 'image':
    case 'voice':
    case 'file':
      return [body.mediaId]
    case 'video':
      return ofItem(body)
    case 'album':
      return body.items.flatMap(ofItem)
    case 'text':
    case 'system':
    case 'retracted':
    case 'withheld':
    case 'location':
    case 'contact':
      return []
    default:
      // A kind that only newer servers know.
      body satisfies never
      return []
  }
}
