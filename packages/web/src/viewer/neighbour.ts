import type { TimelineMessage } from '@parley/sdk/api'
import { type ViewedMessage, viewedIn } from '../media/viewed-message'

export type Way = 'before' | 'after'

/** The next picture or video before or after another one, among rows in ascending order of seq. */
export const neighbour = (
  rows: readonly TimelineMessage[],
  from: ViewedMessage,
  way: Way,
): ViewedMessage | undefined => {
  const all = rows.flatMap(viewedIn)
  const at = all.findIndex(({ body }) => body.mediaId === from.body.mediaId)
  if (at >= 0) return all[way === 'before' ? at - 1 : at + 1]
  return way === 'before' ? all.findLast(({ seq }) => seq < from.seq) : all.find(({ seq }) => seq > from.seq)
}
