import type { Media as MediaFacts, MediaId, StoredBody } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { toId } from '../lib/uuid-bytes'
import type * as store from './store'

/** The type of a file whose type is unknown. */
const UNKNOWN_MIME = 'application/octet-stream'

/** An upload's data in its wire form; undefined until its bytes have arrived. */
export const factsOf = (row: store.MediaRow): MediaFacts | undefined => {
  const { size, name, kind } = row
  if (size === null) return undefined
  const file = { mediaId: toId<MediaId>(row.id), name, mime: row.mime ?? UNKNOWN_MIME, size }
  switch (kind) {
    case 'image':
      return { kind, ...file, mime: 'image/webp', ...pictureOf(row) }
    case 'video': {
      const poster = row.poster === null ? {} : { poster: toId<MediaId>(row.poster) }
      return { kind, ...file, ...pictureOf(row), durationMs: row.duration_ms ?? 0, ...poster }
    }
    case 'voice': {
      const peaks = row.peaks === null ? {} : { peaks: JSON.parse(row.peaks) as number[] }
      return { kind, ...file, durationMs: row.duration_ms ?? 0, ...peaks }
    }
    case 'file':
      return { kind, ...file }
  }
}

const pictureOf = ({ width, height, thumbhash }: store.MediaRow) => ({
  width: width ?? 1,
  height: height ?? 1,
  ...(thumbhash === null ? {} : { thumbhash }),
})

/** The type and the name that an upload other than a picture is served with. */
export const sentAs = ({ mime, name }: store.MediaRow) => ({ type: mime ?? UNKNOWN_MIME, name })

/** Whether the message that an upload was claimed for is stored and shows it. */
export const isShown = ({ id, body }: store.ClaimedFor & Pick<store.MediaRow, 'id'>): boolean =>
  body !== null && uploadsOf(JSON.parse(body) as StoredBody).includes(toId(id))

/** How far each user of a direct chat has cleared it; null for other chats, and for users without a clearing. */
interface ClearedBy {
  readonly low_cleared: number | null
  readonly high_cleared: number | null
}

/** Whether any user can still see an upload in the message that first claimed it. */
export const isSeen = (use: store.ClaimedFor & Pick<store.MediaRow, 'id'> & ClearedBy): boolean =>
  isShown(use) && (use.seq ?? 0) > Math.min(use.low_cleared ?? 0, use.high_cleared ?? 0)
