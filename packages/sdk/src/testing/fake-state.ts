/** The data of the small server in memory, and its responses. */
import type {
  Chat,
  ChatDelta,
  ChatId,
  ChatState,
  Friend,
  Hidden,
  Me,
  Member,
  Message,
  MessageId,
  Params,
  Played,
  Preferences,
  Reactions,
  Reads,
  User,
  UserDelta,
  UserId,
  View,
} from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import type { ErrorName } from '@parley/protocol/errors'
import { limits } from '@parley/protocol/limits'
import { syncSums } from '@parley/protocol/sync-parts'
import { forwardOf } from '../outbox/forwarding'
import { wireMentions } from '../outbox/wire-mentions'
import type { FakeMedia } from './fake-media'
import type { Said } from './fake-rows'

export interface ServerChat {
  chat: Chat
  rev: number
  messages: Message[]
  reactions: Map<MessageId, Reactions>
  people: Set<UserId>
}

export interface Account {
  me: Me
  rev: number
  states: Map<ChatId, ChatState>
  hidden: Map<MessageId, Hidden>
  played: Map<MessageId, Played>
  friends: Map<UserId, Friend>
  preferences: Preferences
}

/** An error that the server answers. */
export class Refused extends Error {
  constructor(
    readonly code: ErrorName,
    readonly times: { readonly retryAfterMs?: number; readonly until?: number } = {},
  ) {
    super(code)
  }
}

/** The default settings of a user. */
const everybody: Omit<Preferences, 'rev' | 'status'> = {
  ...({ seenBy: 'everybody', foundBy: 'everybody', askedBy: 'everybody', addedBy: 'everybody' } as const),
  ...{ showsReads: true, showsTyping: true },
}

/** The profiles of those who wrote messages. */
const sendersOf = (rows: readonly Message[], profileOf: (id: UserId) => readonly User[]): User[] =>
  [...new Set(rows.map(({ senderId }) => senderId))].flatMap(profileOf)

/** One page of a chat's history. */
export const pageOf = (
  { messages, reactions, rev }: ServerChat,
  { before, after, around: seq, at, limit = limits.historyPageDefault }: Params<'messages.list'>,
  read: { readonly rev: number | undefined; readonly profileOf: (id: UserId) => readonly User[] },
) => {
  const answer = (rows: Message[], more: boolean) => {
    const to = rows.flatMap(({ id }) => reactions.get(id) ?? [])
    const users = sendersOf(rows, read.profileOf)
    return { messages: rows, reactions: to, mine: [], played: [], users, rev: read.rev ?? rev, more }
  }
  if (after !== undefined) {
    const rows = messages.filter((row) => row.seq > after)
    return answer(rows.slice(0, limit), rows.length > limit)
  }
  const around = at === undefined ? seq : (messages.find((row) => row.at >= at) ?? messages.at(-1))?.seq
  if (around !== undefined) {
    const from = Math.max(0, around - 1 - Math.floor(limit / 2))
    return answer(messages.slice(from, from + limit), from > 0)
  }
  const rows = messages.filter((row) => row.seq < (before ?? Number.POSITIVE_INFINITY))
  return answer(rows.slice(-limit), rows.length > limit)
}

/** A page of one kind of what a chat holds. */
export const contentsPage = (
  { messages, rev }: ServerChat,
  { kind, before, limit = limits.historyPageDefault }: Params<'messages.media'>,
  profileOf: (id: UserId) => readonly User[],
) => {
  const rows = messages.filter(({ seq, body }) => seq < (before ?? seq + 1) && contentsOf(body).includes(kind))
  const page = rows.toReversed().slice(0, limit)
  return { messages: page, users: sendersOf(page, profileOf), rev, more: rows.length > limit }
}

/** A sent message in its stored form. */
export const sentMessage = (
  media: FakeMedia,
  { id, body, replyTo, ...named }: Omit<Params<'messages.send'>, 'chatId'>,
): Said => {
  const stored = media.bodyOf(body)
  if (stored === undefined) throw new Refused('not_found')
  return { id, body: stored, ...(replyTo && { replyTo }), ...wireMentions(named) }
}

export const messageIn = ({ messages }: ServerChat, id: MessageId): Message | undefined =>
  messages.find((row) => row.id === id)

/** The content of a forward of one of a chat's messages. */
export const forwarded = (source: ServerChat, { id, from, withName }: Params<'messages.forward'>): Said => {
  const row = messageIn(source, from.id)
  if (!row || row.retractedAt !== undefined) throw new Refused(row ? 'retracted' : 'not_found')
  return { id, body: row.body, forwardedFrom: forwardOf(row, { withName }).origin }
}

/** A chat in one user's list. */
export const viewOf = (
  { chat: { id: chatId }, rev, messages }: ServerChat,
  { account, reads }: { readonly account: Account; readonly reads: Reads },
): View => {
  const readSeq = account.states.get(chatId)?.readSeq ?? 0
  const shown = messages.filter((row) => !account.hidden.has(row.id))
  const unread = shown.filter(
    (row) => row.seq > readSeq && row.countable && row.senderId !== account.me.id && row.retractedAt === undefined,
  )
  const naming = unread.filter((row) => row.mentionsAll || row.mentions?.includes(account.me.id))
  const last = shown.at(-1)
  const hiddenRev = Math.max(0, ...[...account.hidden.values()].map((row) => (row.chatId === chatId ? row.rev : 0)))
  const count = (rows: readonly Message[]) => Math.min(rows.length, limits.unreadMax)
  const counted = { unread: count(unread), mentions: count(naming), readSeq, atRev: rev }
  const first = naming[0] && { firstMention: naming[0].seq }
  return { ...counted, ...first, reads, ...(last && { last }), ...(hiddenRev > 0 && { hiddenRev }) }
}

/** All members of a group. */
export const membersOf = ({ chat, people, rev }: ServerChat, profileOf: (id: UserId) => readonly User[]) => {
  const members = [...people].map((userId): Member => {
    return { chatId: chat.id, userId, rev: 1, role: 'member', joinedSeq: 0, visibleFrom: 1 }
  })
  return { members, users: [...people].flatMap(profileOf), rev, more: false, total: people.size }
}

/** The parts of a person's chats whose revs have another sum than is held. */
export const differing = (chats: Iterable<ServerChat>, user: UserId, sums: readonly number[]): number[] => {
  const mine = [...chats].filter(({ people }) => people.has(user))
  const right = syncSums(mine.map(({ chat, rev }) => [chat.id, rev]))
  return right.flatMap((sum, part) => (sum === sums[part] ? [] : part))
}

/** One user's own rows since a rev. */
export const userChanges = (
  { me, rev, states, hidden, played, friends, preferences }: Account,
  since: number,
): UserDelta => {
  const changed = <Row extends { rev: number }>(rows: Iterable<Row>) => [...rows].filter((row) => row.rev > since)
  const rows = {
    states: changed(states.values()),
    hidden: changed(hidden.values()),
    played: changed(played.values()),
    friends: changed(friends.values()),
  }
  return { from: since, rev, me, sessions: [], preferences, ...rows }
}

/** Changes of a chat since a rev; all of it when they are too many. */
export const changesIn = (
  { chat, rev, messages, reactions: all }: ServerChat,
  since: number,
  view: View,
): ChatDelta => {
  const chatId = chat.id
  const reactions = [...all.values()].filter((row) => row.rev > since)
  const changed = messages.filter((row) => row.rev > since)
  const isDelta = since > 0 && since <= rev && changed.length <= limits.deltaRows
  if (isDelta) return { chatId, from: since, rev, messages: changed, reactions, view }
  const newest = messages.slice(-limits.snapshotMessages)
  return { chatId, from: 0, rev, chat, members: [], messages: newest, reactions, view }
}

/** The account of a new user. */
export const newAccount = (id: UserId, username: string): Account => ({
  me: { id, username, name: username, rev: 1, admin: false },
  rev: 1,
  ...{ states: new Map(), hidden: new Map(), played: new Map(), friends: new Map() },
  preferences: { rev: 1, status: 'online', ...everybody },
})

/** The pinned messages of a chat after one more, or one less. */
export const pinnedIn = ({ chat, messages }: ServerChat, id: MessageId, on: boolean): Chat['pinned'] => {
  const others = chat.pinned.filter((one) => one.id !== id)
  const row = messages.find((one) => one.id === id)
  return on && row ? [...others, { id, seq: row.seq }] : others
}
