import type { Chat, ChatId, Doing, Friend, Message, UserId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import type { ChatEntry, ClientState, TimelineMessage } from '../api'
import type { QueuedMessage } from '../outbox/outbox'
import type { Draft, Forward } from '../store/store'
import { countsOf, type HiddenIn, newestMessage } from '../store/unread'

const rowViews = new WeakMap<Message, TimelineMessage>()

/** A stored row as screens show it; the same object for the same row. */
export const storedMessage = (row: Message): TimelineMessage => {
  const known = rowViews.get(row)
  if (known !== undefined) return known
  const { id, chatId, senderId, at, body, replyTo, forwardedFrom, mentions, mentionsAll, seq } = row
  const view: TimelineMessage = {
    id,
    chatId,
    senderId,
    at,
    body,
    ...(replyTo && { replyTo }),
    ...(forwardedFrom && { forwardedFrom }),
    ...(mentions && { mentions }),
    ...(mentionsAll && { mentionsAll }),
    seq,
    status: 'sent',
    row,
  }
  rowViews.set(row, view)
  return view
}

/** How a forward looks while it waits. */
const shownOf = ({ from, origin }: Forward): Pick<TimelineMessage, 'forwardedFrom' | 'uploadsOf'> => ({
  forwardedFrom: origin,
  uploadsOf: { chatId: from.chatId, messageId: from.id },
})

const waitingViews = new WeakMap<QueuedMessage, TimelineMessage>()

/** A message of the outbox as screens show it. */
export const waitingMessage = (waiting: QueuedMessage, me: UserId): TimelineMessage => {
  const known = waitingViews.get(waiting)
  if (known !== undefined) return known
  const { entry, status, progress, error, until, row } = waiting
  const view: TimelineMessage = row
    ? storedMessage(row)
    : {
        id: entry.id,
        chatId: entry.chatId,
        senderId: me,
        at: entry.at,
        body: entry.body,
        ...(entry.replyTo && { replyTo: entry.replyTo }),
        ...(entry.forward && shownOf(entry.forward)),
        ...(entry.mentions && { mentions: entry.mentions }),
        ...(entry.mentionsAll && { mentionsAll: entry.mentionsAll }),
        status,
        ...(progress !== undefined && { progress }),
        ...(error && { error }),
        ...(until !== undefined && { until }),
      }
  waitingViews.set(waiting, view)
  return view
}

/** Queued messages after the stored `rows`: the outbox without those that are among them. */
export const waitingMessages = (
  waiting: readonly QueuedMessage[],
  rows: readonly Message[],
  me: UserId,
): readonly TimelineMessage[] => {
  if (waiting.length === 0) return []
  const stored = new Set(rows.map((row) => row.id))
  return waiting.filter(({ entry }) => !stored.has(entry.id)).map((own) => waitingMessage(own, me))
}

/** The other person of a direct chat. */
export interface Peer {
  /** Undefined for a stranger. */
  readonly row: Friend | undefined
}

/** The other person of a direct chat of two. */
export const peerOf = (
  { kind, peerIds = [] }: Chat,
  me: UserId,
  friends: ReadonlyMap<UserId, Friend> | undefined,
): Peer | undefined => {
  const peer = kind === 'direct' ? peerIds.find((id) => id !== me) : undefined
  return peer === undefined ? undefined : { row: friends?.get(peer) }
}

export interface EntrySource {
  readonly held: HeldChat
  readonly me: UserId
  readonly hidden: HiddenIn
  readonly state: ChatEntry['state']
  /** Of a direct chat: what the other person is to this one; undefined for saved messages and every other chat. */
  readonly friend: Peer | undefined
  readonly directChats: ClientState['directChats']
  readonly readSeq: number
  readonly cameAt: number
  readonly waiting: readonly QueuedMessage[]
  readonly typing: readonly UserId[]
  readonly doing: ReadonlyMap<UserId, Doing>
  readonly reads: ReadonlyMap<UserId, number>
  readonly online: number | undefined
  readonly draft: Draft
  /** How many files wait beside the composer. */
  readonly attached?: number
  /** Whether the person is an administrator of the server. */
  readonly admin: boolean
  /** Until when the flood brake mutes the person everywhere, on the server's clock. */
  readonly floodMutedUntil: number | undefined
  /** This device's clock, and how far the server's is ahead of it; milliseconds. */
  readonly nowMs: number
  readonly serverAheadMs: number
}

/** The user's place in a chat, and temporary restrictions. */
type Standing = Pick<ChatEntry, 'role' | 'moderates' | 'mutedUntil' | 'nextSendAt'>

/** The newest message of this person that is stored, as far as it is held. */
const lastOwn = ({ messages }: HeldChat, me: UserId): Message | undefined =>
  messages.findLast(({ senderId, countable }) => senderId === me && countable)

/** The end of the flood brake's mute here; 0 without one. Saved messages stay open. */
const floodEnd = ({ held, friend, floodMutedUntil = 0 }: EntrySource): number =>
  held.chat.kind === 'direct' && !friend ? 0 : floodMutedUntil

const standingOf = (source: EntrySource): Standing => {
  const { held, me, admin, nowMs, serverAheadMs } = source
  const { chat } = held
  const place = held.members.get(me)
  const role = place && place.leftSeq === undefined ? place.role : undefined
  const moderates =
    chat.kind !== 'direct' && (role === 'owner' || role === 'admin' || (chat.kind === 'channel' && admin))
  const mutedUntil = Math.max(place?.mutedUntil ?? 0, floodEnd(source)) - serverAheadMs
  const own = chat.slowModeMs && !moderates ? lastOwn(held, me) : undefined
  const nextSendAt = own ? own.at + (chat.slowModeMs ?? 0) - serverAheadMs : 0
  return {
    moderates,
    ...(role && { role }),
    ...(mutedUntil > nowMs && { mutedUntil }),
    ...(nextSendAt > nowMs && { nextSendAt }),
  }
}

const writeRefused = (source: EntrySource, { moderates, mutedUntil }: Standing): ChatEntry['writeRefused'] => {
  const { held, me, friend, directChats, nowMs, serverAheadMs } = source
  const { chat } = held
  if (chat.kind !== 'direct' && held.members.get(me)?.leftSeq !== undefined) return 'not_a_member'
  if (chat.dissolvedAt !== undefined) return 'dissolved'
  if (chat.peerClosed) return 'peer_closed'
  if (chat.kind === 'channel' && chat.open === false) return 'channel_closed'
  if (floodEnd(source) - serverAheadMs > nowMs) return 'flood_muted'
  if (mutedUntil !== undefined) return 'muted'
  if (chat.mutedAll && !moderates) return 'muted_all'
  if (friend?.row?.blockedAt !== undefined) return 'blocked'
  // Whether the other one still holds this person for a friend, only the server knows.
  if (friend && directChats === 'friends' && friend.row?.state !== 'friends') return 'not_friends'
  return undefined
}

/** The unread count; while it isn't known exactly, the last known one. */
const unreadOf = (source: EntrySource, previous: ChatEntry | undefined) => {
  const { held, readSeq } = source
  const counts = countsOf(held, source)
  if (counts) return counts
  const last = previous ?? held.view
  const unread = Math.min(Math.max(0, held.chat.seq - readSeq), last?.unread ?? 0)
  const first = last?.firstMention
  const mentions = first !== undefined && first > readSeq ? Math.min(unread, last?.mentions ?? 0) : 0
  return { unread, mentions, ...(mentions > 0 && first !== undefined && { firstMention: first }) }
}

/** One chat as the list shows it. `previous` keeps the unread count while it is not known exactly. */
export const chatEntry = (source: EntrySource, previous: ChatEntry | undefined): ChatEntry => {
  const { held, me, state, waiting, online, draft } = source
  const { chat } = held
  const own = waiting.at(-1)
  const newest = newestMessage(held, source.hidden)
  const cleared = (newest?.seq ?? 0) <= (state?.clearedSeq ?? 0)
  const last = own ? waitingMessage(own, me) : newest && !cleared ? storedMessage(newest) : undefined
  const standing = standingOf(source)
  const refused = writeRefused(source, standing)
  return {
    id: chat.id,
    chat,
    rev: held.rev,
    activeAt: Math.max(newest?.at ?? held.messages.at(-1)?.at ?? source.cameAt, own?.entry.at ?? 0),
    ...unreadOf(source, previous),
    members: held.members,
    membersKnown: held.membersRev !== undefined,
    typing: source.typing,
    doing: source.doing,
    reads: source.reads,
    readUpTo: Math.max(0, ...source.reads.values()),
    queued: waiting.length,
    failed: waiting.filter(({ status }) => status === 'failed').length,
    draft: draft.text,
    ...(source.attached && { attached: source.attached }),
    ...(draft.replyTo && { draftReplyTo: draft.replyTo }),
    canRead: refused !== 'not_a_member',
    ...standing,
    ...(state && { state }),
    ...(last && { last }),
    ...(online !== undefined && { online }),
    ...(refused && { writeRefused: refused }),
  }
}

/** With more changes than this the whole list is sorted again. */
const movesAtOnce = 8

/** `order` with the changed chats where their times put them, newest first; the same array when nothing moved. Ids decide between equals. */
export const reorder = (
  order: readonly ChatId[],
  changed: ReadonlySet<ChatId>,
  chats: ReadonlyMap<ChatId, ChatEntry>,
): readonly ChatId[] => {
  const compare = (a: ChatId, b: ChatId) =>
    (chats.get(b)?.activeAt ?? 0) - (chats.get(a)?.activeAt ?? 0) || (a < b ? -1 : a > b ? 1 : 0)
  const present = [...changed].filter((id) => chats.has(id))
  const others = order.filter((id) => !changed.has(id))
  if (present.length > movesAtOnce) return [...others, ...present].sort(compare)
  for (const id of present) {
    let low = 0
    let high = others.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = others[middle]
      if (other !== undefined && compare(other, id) < 0) low = middle + 1
      else high = middle
    }
    others.splice(low, 0, id)
  }
  return others.length === order.length && others.every((id, at) => id === order[at]) ? order : others
}
