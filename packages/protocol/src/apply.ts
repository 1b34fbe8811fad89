/**
 * The rules of applying deltas (docs/spec/delivery.md, DL15–DL20 and DL23). Pure and without zod, because clients and
 * the server's tests share them. Held state is immutable. An apply that changes nothing returns the same object.
 */
import type { ChatDelta, UserDelta, View } from './deltas'
import type { ChatId, MessageId, SessionId, UserId } from './ids'
import { limits } from './limits'
import type { Preferences } from './preferences'
import type { MyReaction, Reactions } from './reaction-rows'
import type { Chat, ChatState, Friend, Hidden, Me, Member, Message, Played, Session } from './rows'

/** Messages of one chat that a client holds. It reads older ones in pages. */
export const heldMessages = 200

/** One client's copy of one chat. */
export interface HeldChat {
  /** The copy includes every change up to this rev. */
  readonly rev: number
  /** The rev of the snapshot that the copy started with. */
  readonly since: number
  /** Its `seq` is the highest known one, whichever row it came from. */
  readonly chat: Chat
  readonly members: ReadonlyMap<UserId, Member>
  /**
   * The rev at which the members were fetched. Absent when they weren't since the snapshot. Members who joined,
   * changed or left after it are in `members`.
   */
  readonly membersRev?: number
  /** The newest messages by rising seq. Rows from the first one on are kept current. Older rows are not held. */
  readonly messages: readonly Message[]
  /** Reactions to these messages, and to a few before them. An empty list means that there are none any more. */
  readonly reactions: ReadonlyMap<MessageId, Reactions>
  /** The newest view from a response. */
  readonly view?: View
}

/** One client's copy of its user. Revoked sessions stay as rows, and `current` is always false. */
export interface HeldUser {
  readonly rev: number
  readonly me?: Me
  readonly states: ReadonlyMap<ChatId, ChatState>
  /** The user's preferences. */
  readonly preferences?: Preferences
  readonly sessions: ReadonlyMap<SessionId, Session>
  readonly hidden: ReadonlyMap<MessageId, Hidden>
  /** Own reactions by message: the newest ones, and older ones that came with pages. */
  readonly reactions: ReadonlyMap<MessageId, MyReaction>
  /** Played voice messages: the newest rows, and older ones that came with pages. */
  readonly played: ReadonlyMap<MessageId, Played>
  /** The user's relations to others, by their ids. Removed ones stay as rows. */
  readonly friends: ReadonlyMap<UserId, Friend>
}

/**
 * `applied`: the copy covers the delta now. `gap`: a delta between is missing; keep this one, wait, then fetch.
 * `stale`: a snapshot older than the copy; fetch again. `ask`: a message changed, but the delta doesn't contain its
 * row or its effect on the unread count; keep the delta and fetch.
 */
export type Outcome = 'applied' | 'gap' | 'stale' | 'ask'
export interface Applied<Held> {
  readonly held: Held
  readonly outcome: Outcome
}

/** The lowest seq from which on the copy holds messages. */
export const lowestHeldSeq = (held: HeldChat): number => held.messages[0]?.seq ?? held.chat.seq + 1

/** Whether the copy holds all messages from `seq` on. */
export const coversFrom = (held: HeldChat, seq: number): boolean => {
  const last = held.messages.at(-1)
  if (last === undefined) return seq > held.chat.seq
  return last.seq === held.chat.seq && lowestHeldSeq(held) <= Math.max(seq, held.chat.firstSeq)
}

/** The index of `seq` in rows that rise by seq, or the index where it would be. */
export const seqIndex = (rows: readonly { readonly seq: number }[], seq: number): number => {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle]?.seq ?? 0) < seq) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * `rows` with `changes` merged in. For each row the higher rev wins, and rows rise by seq. Returns the same array
 * when nothing changed.
 */
export const mergeMessages = (rows: readonly Message[], changes: readonly Message[]): readonly Message[] => {
  let merged: Message[] | undefined
  for (const change of changes) {
    const now: readonly Message[] = merged ?? rows
    const at = seqIndex(now, change.seq)
    const known = now[at]
    if (known?.seq === change.seq) {
      if (known.rev >= change.rev) continue
      merged ??= [...rows]
      merged[at] = change
    } else {
      merged ??= [...rows]
      merged.splice(at, 0, change)
    }
  }
  return merged ?? rows
}

const newest = (rows: readonly Message[]): readonly Message[] =>
  rows.length > heldMessages ? rows.slice(rows.length - heldMessages) : rows

/** `rows` with those of `changes` that have a higher rev. Returns the same map when there are none. */
export const mergeRows = <Id, Row extends { readonly rev: number }>(
  rows: ReadonlyMap<Id, Row>,
  changes: readonly Row[] | undefined,
  idOf: (row: Row) => Id,
): ReadonlyMap<Id, Row> => {
  let merged: Map<Id, Row> | undefined
  for (const change of changes ?? []) {
    const known = (merged ?? rows).get(idOf(change))
    if (known !== undefined && known.rev >= change.rev) continue
    merged ??= new Map(rows)
    merged.set(idOf(change), change)
  }
  return merged ?? rows
}

const memberId = (row: Member) => row.userId
const reactionId = (row: Reactions | MyReaction) => row.messageId

/** The held reactions with the newer ones of `changes`. Reactions to messages far behind the newest are dropped. */
export const mergeReactions = (
  rows: ReadonlyMap<MessageId, Reactions>,
  changes: readonly Reactions[] | undefined,
  newestSeq: number,
): ReadonlyMap<MessageId, Reactions> => {
  const oldest = newestSeq - 2 * heldMessages
  const merged = mergeRows(
    rows,
    changes?.filter(({ seq }) => seq > oldest),
    reactionId,
  )
  if (merged === rows || merged.size <= heldMessages) return merged
  return new Map([...merged].filter(([, { seq }]) => seq > oldest))
}

/** The chat row with the highest known seq. */
const withSeq = (chat: Chat, seq: number): Chat => (chat.seq >= seq ? chat : { ...chat, seq })

const highestSeq = (rows: readonly Message[] | undefined): number =>
  (rows ?? []).reduce((seq, row) => Math.max(seq, row.seq), 0)

const newerView = (held: View | undefined, view: View | undefined): View | undefined => {
  if (held === undefined || view === undefined) return view ?? held
  if (view.atRev !== held.atRev) return view.atRev > held.atRev ? view : held
  if (view.readSeq !== held.readSeq) return view.readSeq > held.readSeq ? view : held
  return (view.hiddenRev ?? 0) >= (held.hiddenRev ?? 0) ? view : held
}

/** A view whose last message is the row that it changed into. */
const withChangedLast = (view: View | undefined, rows: readonly Message[] = []): View | undefined => {
  const last = view?.last
  if (view === undefined || last === undefined) return view
  const changed = rows.find((row) => row.seq === last.seq && row.rev > last.rev)
  return changed ? { ...view, last: changed } : view
}

/**
 * Whether a message changed and the delta doesn't say what happens to the copy. Its row can be missing because it is stale.
 * Or it was retracted or mentions other people than before, and rows alone don't give the view's count (DL39).
 */
const isUnclear = (held: HeldChat, { rev, view: answered, stale = [], messages = [] }: ChatDelta): boolean => {
  if (rev <= held.rev) return false
  if (stale.length > 0) return true
  const { view } = held
  if (answered !== undefined || view === undefined || coversFrom(held, view.readSeq + 1)) return false
  const lastSeq = view.last?.seq ?? 0
  return messages.some(
    (row) => mayCountAnew(row, view) && row.rev > held.rev && row.seq > view.readSeq && row.seq <= lastSeq,
  )
}

/** Whether a change of a message can change a view's counts: it was retracted, or it mentions or mentioned people. */
const mayCountAnew = ({ retractedAt, editedAt, mentions, mentionsAll }: Message, view: View): boolean => {
  const names = mentions !== undefined || mentionsAll !== undefined
  return retractedAt !== undefined || (editedAt !== undefined && (names || view.mentions > 0))
}

const snapshot = (delta: ChatDelta, chat: Chat): HeldChat => ({
  rev: delta.rev,
  since: delta.rev,
  chat: withSeq(chat, Math.max(highestSeq(delta.messages), delta.view?.last?.seq ?? 0)),
  members: mergeRows(new Map(), delta.members, memberId),
  messages: newest(mergeMessages([], delta.messages ?? [])),
  reactions: mergeReactions(new Map(), delta.reactions, delta.chat?.seq ?? 0),
  ...(delta.view && { view: delta.view }),
})

/**
 * Applies a delta to the copy of its chat (DL16–DL18). Messages below the lowest held seq are outside the window and
 * ignored. Callers who show them merge them there.
 */
export const applyChatDelta = (held: HeldChat | undefined, delta: ChatDelta): Applied<HeldChat | undefined> => {
  if (delta.from === 0 && delta.chat !== undefined) {
    if (held !== undefined && delta.rev < held.rev) return { held, outcome: 'stale' }
    return { held: snapshot(delta, delta.chat), outcome: 'applied' }
  }
  if (held === undefined || delta.from > held.rev) return { held, outcome: 'gap' }
  if (isUnclear(held, delta)) return { held, outcome: 'ask' }
  const row = delta.chat !== undefined && delta.chat.rev > held.chat.rev ? delta.chat : held.chat
  const seq = Math.max(held.chat.seq, delta.chat?.seq ?? 0, highestSeq(delta.messages))
  const low = lowestHeldSeq(held)
  const view = withChangedLast(newerView(held.view, delta.view), delta.messages)
  const next: HeldChat = {
    ...held,
    rev: Math.max(held.rev, delta.rev),
    chat: withSeq(row, seq),
    members: mergeRows(held.members, delta.members, memberId),
    messages: newest(
      mergeMessages(
        held.messages,
        (delta.messages ?? []).filter((message) => message.seq >= low),
      ),
    ),
    reactions: mergeReactions(held.reactions, delta.reactions, seq),
    ...(view && { view }),
  }
  return { held: sameChat(held, next) ? held : next, outcome: 'applied' }
}

const sameChat = (a: HeldChat, b: HeldChat): boolean =>
  a.rev === b.rev &&
  a.chat === b.chat &&
  a.members === b.members &&
  a.messages === b.messages &&
  a.reactions === b.reactions &&
  a.view === b.view

/**
 * Puts a page of history in front of the held messages, where both touch (DL19). A page read below the held rev may
 * miss changes and isn't held at all.
 */
export const applyPage = (
  held: HeldChat,
  page: { readonly rev: number; readonly messages: readonly Message[]; readonly reactions?: readonly Reactions[] },
): HeldChat => {
  if (page.rev < held.rev) return held
  let low = lowestHeldSeq(held)
  const older: Message[] = []
  const end = seqIndex(page.messages, low)
  for (let at = end - 1; at >= 0 && older.length + held.messages.length < heldMessages; at--) {
    const row = page.messages[at]
    if (row?.seq !== low - 1) break
    older.unshift(row)
    low = row.seq
  }
  const newer = page.messages.slice(end).filter((row) => row.seq <= held.chat.seq)
  const messages = mergeMessages(older.length > 0 ? [...older, ...held.messages] : held.messages, newer)
  const reactions = mergeReactions(held.reactions, page.reactions, held.chat.seq)
  return messages === held.messages && reactions === held.reactions ? held : { ...held, messages, reactions }
}

/**
 * Adds the first page of a group's members to the copy (DL18). A page read before the snapshot may name members who
 * left before it, so it isn't held and is fetched again.
 */
export const applyMembers = (
  held: HeldChat,
  page: { readonly rev: number; readonly members: readonly Member[] },
): HeldChat => {
  if (page.rev < held.since) return held
  return { ...held, members: mergeRows(held.members, page.members, memberId), membersRev: page.rev }
}

const asHeld = (row: Session): Session => (row.current ? { ...row, current: false } : row)
const stateId = (row: ChatState) => row.chatId
const hiddenId = (row: Hidden) => row.messageId
const playedId = (row: Played) => row.messageId
const sessionRowId = (row: Session) => row.id
const friendId = (row: Friend) => row.userId

/** The copy of a user before anything is known. */
export const nothingHeld = (rev: number): HeldUser => ({
  rev,
  states: new Map(),
  sessions: new Map(),
  hidden: new Map(),
  reactions: new Map(),
  played: new Map(),
  friends: new Map(),
})

const newerRow = <Row extends { readonly rev: number }>(
  held: Row | undefined,
  row: Row | undefined,
): Row | undefined => (row !== undefined && row.rev >= (held?.rev ?? 0) ? row : held)

/** Applies a user delta to the copy of that user (DL16–DL18). */
export const applyUserDelta = (held: HeldUser | undefined, delta: UserDelta): Applied<HeldUser | undefined> => {
  if (delta.from === 0 && held !== undefined && delta.rev < held.rev) return { held, outcome: 'stale' }
  if (delta.from > (held?.rev ?? 0)) return { held, outcome: 'gap' }
  const base = delta.from === 0 || held === undefined ? nothingHeld(delta.rev) : held
  const known = held?.me
  const me = delta.me !== undefined && delta.me.rev >= (known?.rev ?? 0) ? delta.me : known
  const preferences = newerRow(base.preferences, delta.preferences)
  return {
    held: {
      rev: Math.max(base.rev, delta.rev),
      states: mergeRows(base.states, delta.states, stateId),
      hidden: mergeRows(base.hidden, delta.hidden, hiddenId),
      reactions: mergeRows(base.reactions, delta.reactions, reactionId),
      played: mergeRows(base.played, delta.played, playedId),
      sessions: mergeRows(base.sessions, delta.sessions?.map(asHeld), sessionRowId),
      friends: mergeRows(base.friends, delta.friends, friendId),
      ...(me && { me }),
      ...(preferences && { preferences }),
    },
    outcome: 'applied',
  }
}

const byKey = <Row>(rows: Iterable<Row>, keyOf: (row: Row) => string): Row[] =>
  [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0))

/**
 * The form in which two clients' copies of a chat are equal (DL23), whatever their windows. It has the newest
 * `limits.snapshotMessages` messages. It has the present members of groups where they were fetched and fit into one page.
 */
export const comparableChat = (held: HeldChat) => {
  const present = byKey(
    [...held.members.values()].filter((member) => member.leftSeq === undefined),
    memberId,
  )
  const messages = held.messages.slice(-limits.snapshotMessages)
  return {
    rev: held.rev,
    chat: held.chat,
    members: held.membersRev !== undefined && present.length < limits.membersPage ? present : undefined,
    messages,
    reactions: messages.flatMap(({ id }) => {
      const row = held.reactions.get(id)
      return row && row.list.length > 0 ? [row] : []
    }),
  }
}

/**
 * The form in which two clients' copies of a user are equal: live sessions only, without the time of their last use.
 * That time doesn't increment the rev.
 */
export const comparableUser = (held: HeldUser) => ({
  rev: held.rev,
  me: held.me,
  preferences: held.preferences,
  states: byKey(held.states.values(), stateId),
  hidden: byKey(held.hidden.values(), hiddenId),
  reactions: [...held.reactions.values()]
    .sort((a, b) => b.rev - a.rev || a.seq - b.seq)
    .slice(0, limits.snapshotReactions)
    .map(({ emojis, ...row }) => ({ ...row, emojis })),
  played: [...held.played.values()].sort((a, b) => b.rev - a.rev || a.seq - b.seq).slice(0, limits.snapshotPlayed),
  sessions: byKey(held.sessions.values(), sessionRowId)
    .filter((session) => session.revokedAt === undefined)
    .map((session) => ({ ...session, lastSeenAt: 0 })),
  friends: byKey(held.friends.values(), friendId),
})
