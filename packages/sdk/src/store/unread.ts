import type { Mentions, Message, UserId, View } from '@parley/protocol'
import { coversFrom, type HeldChat } from '@parley/protocol/apply'
import { limits } from '@parley/protocol/limits'

/** Messages of a chat that one user hid. */
export interface HiddenIn {
  readonly seqs: ReadonlySet<number>
  /** The highest rev of these rows, under the user's rev; 0 for none. */
  readonly rev: number
}

export const nothingHidden: HiddenIn = { seqs: new Set(), rev: 0 }

/** The reader of a chat, and their position. */
export interface Reader {
  readonly me: UserId
  readonly readSeq: number
  readonly hidden: HiddenIn
}

/** Retracted messages do not count. Former members of a group receive no later changes: their count stays as it was. */
const isTakenBack = (row: Message, held: HeldChat): boolean => row.retractedAt !== undefined && row.rev <= held.rev

/** The unread part of a chat. */
export interface Counts {
  readonly unread: number
  /** The number of these that mention the reader or everyone. */
  readonly mentions: number
  /** The seq of the first of them. */
  readonly firstMention?: number
}

/** Whether a message mentions a user, or everyone. */
export const mentionsUser = ({ mentions, mentionsAll }: Mentions, userId: UserId): boolean =>
  mentionsAll === true || (mentions?.includes(userId) ?? false)

/** The counts of messages, the oldest first, and of what was counted before them. */
const countsWith = (before: View | Counts, rows: readonly Message[], me: UserId): Counts => {
  const naming = rows.filter((row) => mentionsUser(row, me))
  const first = before.firstMention ?? naming[0]?.seq
  return {
    unread: Math.min(limits.unreadMax, before.unread + rows.length),
    mentions: Math.min(limits.unreadMax, before.mentions + naming.length),
    ...(first !== undefined && { firstMention: first }),
  }
}

const none: Counts = { unread: 0, mentions: 0 }

const unreadAfter = (held: HeldChat, seq: number, { me, hidden }: Reader): readonly Message[] =>
  held.messages.filter(
    (row) =>
      row.seq > seq && row.countable && row.senderId !== me && !isTakenBack(row, held) && !hidden.seqs.has(row.seq),
  )

/** The view, unless the person has hidden more of the chat than it knows. */
const viewFor = ({ view }: HeldChat, hidden: HiddenIn): View | undefined =>
  view !== undefined && hidden.rev <= (view.hiddenRev ?? 0) ? view : undefined

/** Up to where a view counted: what comes after its last message is hidden, as far as it knew. */
const seqOf = (view: View, hidden: HiddenIn): number => {
  let seq = view.last?.seq ?? 0
  while (hidden.seqs.has(seq + 1)) seq++
  return seq
}

/** Whether a change of a message since a view may have changed what that counted. */
const mayCountAnew = (row: Message, view: View, me: UserId): boolean =>
  row.retractedAt !== undefined || row.editedAt === undefined || view.mentions > 0 || mentionsUser(row, me)

const allCounts = (held: HeldChat, reader: Reader): Counts | undefined => {
  const cursor = Math.max(reader.readSeq, held.view?.readSeq ?? 0)
  if (coversFrom(held, cursor + 1)) return countsWith(none, unreadAfter(held, cursor, reader), reader.me)
  const view = viewFor(held, reader.hidden)
  if (view === undefined) return undefined
  const viewSeq = seqOf(view, reader.hidden)
  const countsFromCursor = view.readSeq === cursor || view.unread === 0
  const wasCounted = (row: Message) => row.seq <= viewSeq && !reader.hidden.seqs.has(row.seq)
  // A page, or the snapshot of a former member, may hold rows from after the held rev: other clients don't know those
  // changes yet.
  const isTold = (row: Message) => row.rev > view.atRev && row.rev <= held.rev
  const changedSince = held.messages.some((row) => isTold(row) && mayCountAnew(row, view, reader.me) && wasCounted(row))
  if (!countsFromCursor || changedSince || !coversFrom(held, viewSeq + 1)) return undefined
  return countsWith(view, unreadAfter(held, Math.max(viewSeq, cursor), reader), reader.me)
}

/**
 * Countable messages of others after the read cursor, without retracted and hidden ones, up to `limits.unreadMax`
 * (DL27), and those that mention the reader (DL45). They come from rows where these reach back to the cursor, else from
 * the newest view's counts and the rows after it. Undefined when neither suffices: a fresh view is needed.
 */
export const countsOf = (held: HeldChat, reader: Reader): Counts | undefined => {
  const counts = allCounts(held, reader)
  const left = held.members.get(reader.me)?.leftSeq !== undefined
  return counts && left ? { unread: counts.unread, mentions: 0 } : counts
}

/** The unread ones alone. */
export const countUnread = (held: HeldChat, reader: Reader): number | undefined => countsOf(held, reader)?.unread

/** The view that what is held amounts to, so that it can be stored without the messages. Undefined when it is not known. */
export const viewOf = (held: HeldChat, reader: Reader): View | undefined => {
  const counts = countsOf(held, reader)
  const last = newestMessage(held, reader.hidden)
  if (counts === undefined || (last === undefined && held.view?.last !== undefined)) return undefined
  const hiddenRev = Math.max(reader.hidden.rev, held.view?.hiddenRev ?? 0)
  return {
    ...counts,
    readSeq: Math.max(reader.readSeq, held.view?.readSeq ?? 0),
    atRev: held.rev,
    ...(hiddenRev > 0 && { hiddenRev }),
    ...(held.view?.reads && { reads: held.view.reads }),
    ...(last && { last }),
  }
}

/** The newest message of a chat that is known and not hidden; undefined also when only the server knows it. */
export const newestMessage = (held: HeldChat, hidden: HiddenIn): Message | undefined => {
  const row = held.messages.findLast(({ seq }) => !hidden.seqs.has(seq))
  const seen = held.view?.last
  if (seen === undefined || hidden.seqs.has(seen.seq)) return row
  // All that is held is hidden: between it and what the view saw there may be something that is not.
  const apart = held.messages.length > 0 && held.view && !coversFrom(held, seqOf(held.view, hidden) + 1)
  if (row === undefined) return apart ? undefined : seen
  return seen.seq > row.seq || (seen.seq === row.seq && seen.rev > row.rev) ? seen : row
}

/** Whether only the server knows what of a chat is unread, or its newest message that is not hidden. */
export const needsView = (held: HeldChat, reader: Reader): boolean => {
  if (countUnread(held, reader) === undefined) return true
  const isEmpty = held.messages.length === 0 && held.view?.last === undefined
  return !isEmpty && newestMessage(held, reader.hidden) === undefined && viewFor(held, reader.hidden) === undefined
}
