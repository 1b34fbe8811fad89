import type { AlbumItem, ImageBody, VideoBody } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'

/** A stored picture or video of a chat. One of an album counts as if it were alone, with the album's caption. */
export type ViewedMessage = TimelineMessage & { readonly body: ImageBody | VideoBody; readonly seq: number }

const known = new WeakMap<TimelineMessage, readonly ViewedMessage[]>()

const bodyOf = (item: AlbumItem, caption: string | undefined): ImageBody | VideoBody => {
  const captioned = caption === undefined ? {} : { caption }
  if (item.kind === 'image') {
    const { kind, ...picture } = item
    return { type: kind, ...picture, ...captioned }
  }
  const { kind, ...video } = item
  return { type: kind, ...video, ...captioned }
}

const find = (row: TimelineMessage): readonly ViewedMessage[] => {
  const { body, seq } = row
  if (seq === undefined) return []
  if (body.type === 'image' || body.type === 'video') return [{ ...row, body, seq }]
  if (body.type !== 'album') return []
  return body.items.map((item) => ({ ...row, body: bodyOf(item, body.caption), seq }))
}

/** The pictures and videos of a stored message, in order. */
export const viewedIn = (row: TimelineMessage): readonly ViewedMessage[] => {
  const viewed = known.get(row) ?? find(row)
  known.set(row, viewed)
  return viewed
}
