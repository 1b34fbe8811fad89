import type { Message, UserId, View } from '@parley/protocol'
import { coversFrom, type HeldChat } from '@parley/protocol/apply'
import { limits } from '@parley/protocol/limits'

/** What was taken back does not count. Who left a group is told of nothing later: there the count stays as it was. */
const isTakenBack = (row: Message, held: HeldChat): boolean => row.retractedAt !== undefined && row.rev <= held.rev

const countAfter = (held: HeldChat, seq: number, me: UserId): number =>
  held.messages.filter((row) => row.seq > seq && row.countable && row.senderId !== me && !isTakenBack(row, held)).length

/**
 * Countable messages of others after the read cursor that were not taken back, up to `limits.unreadMax` (DL27): from rows where they reach back to
 * the cursor, else the newest view's count and the rows after it. Undefined when neither tells: a fresh view is needed.
 */
export const countUnread = (held: HeldChat, readSeq: number, me: UserId): number | undefined => {
  const { view } = held
  const cursor = Math.max(readSeq, view?.readSeq ?? 0)
  if (coversFrom(held, cursor + 1)) return Math.min(limits.unreadMax, countAfter(held, cursor, me))
  if (view === undefined) return undefined
  const viewSeq = view.last?.seq ?? 0
  const countsFromCursor = view.readSeq === cursor || view.unread === 0
  const changedSince = held.messages.some(
    (row) => row.seq > cursor && row.seq <= viewSeq && row.rev > view.atRev && row.retractedAt !== undefined,
  )
  if (!countsFromCursor || changedSince || !coversFrom(held, viewSeq + 1)) return undefined
  return Math.min(limits.unreadMax, view.unread + countAfter(held, Math.max(viewSeq, cursor), me))
}

/** The view that what is held amounts to, so that it can be stored without the messages. Undefined when it is not known. */
export const viewOf = (held: HeldChat, readSeq: number, me: UserId): View | undefined => {
  const unread = countUnread(held, readSeq, me)
  if (unread === undefined) return undefined
  const last = newestMessage(held)
  return {
    unread,
    mentions: held.view?.mentions ?? 0,
    readSeq: Math.max(readSeq, held.view?.readSeq ?? 0),
    atRev: held.rev,
    ...(last && { last }),
  }
}

/** The newest message that is known of a chat. */
export const newestMessage = (held: HeldChat): Message | undefined => {
  const row = held.messages.at(-1)
  const seen = held.view?.last
  if (row === undefined || seen === undefined) return row ?? seen
  return seen.seq > row.seq || (seen.seq === row.seq && seen.rev > row.rev) ? seen : row
}
