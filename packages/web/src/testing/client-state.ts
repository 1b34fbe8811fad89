import type { Member, User } from '@parley/protocol'
import type { ChatId, MessageId, UserId } from '@parley/protocol/ids'
import type { ChatEntry, ClientState, TimelineMessage } from '@parley/sdk/api'

/** Builds the client's state for unit tests. */

export const alice = 'alice' as UserId
export const bob = 'bob' as UserId
export const carol = 'carol' as UserId
export const dave = 'dave' as UserId

export const userOf = (id: UserId, name: string = id): User => ({ id, username: id, name, rev: 1 })

export const memberOf = (userId: UserId, more: Partial<Member> = {}): Member => ({
  ...{ chatId: 'chat' as ChatId, userId, rev: 1, role: 'member', joinedSeq: 1, visibleFrom: 1 },
  ...more,
})

/** A group by default, without messages. */
export const entryOf = (
  id: string,
  chat: Partial<ChatEntry['chat']> = {},
  more: Partial<ChatEntry> = {},
): ChatEntry => ({
  id: id as ChatId,
  chat: { id: id as ChatId, kind: 'group', rev: 1, seq: 0, firstSeq: 1, pinned: [], ...chat },
  rev: 1,
  activeAt: 0,
  unread: 0,
  mentions: 0,
  members: new Map(),
  membersKnown: false,
  typing: [],
  doing: new Map(),
  reads: new Map(),
  readUpTo: 0,
  queued: 0,
  failed: 0,
  draft: '',
  canRead: true,
  moderates: false,
  ...more,
})

export const textOf = (senderId: UserId, words: string, more: Partial<TimelineMessage> = {}): TimelineMessage => ({
  id: 'message' as MessageId,
  chatId: 'chat' as ChatId,
  senderId,
  at: 0,
  body: { type: 'text', text: words },
  status: 'sent',
  ...more,
})

/** The state of Alice's connected client, with these chats in this order. */
export const stateOf = (entries: readonly ChatEntry[], more: Partial<ClientState> = {}): ClientState => ({
  connection: { phase: 'live', sinceMs: 0, offline: false },
  me: { ...userOf(alice, 'Alice'), admin: false },
  users: new Map([userOf(bob, 'Bob'), userOf(carol, 'Carol'), userOf(dave, 'Dave')].map((user) => [user.id, user])),
  chats: new Map(entries.map((entry) => [entry.id, entry])),
  presences: new Map(),
  order: entries.map(({ id }) => id),
  sessions: new Map(),
  friends: new Map(),
  directChats: 'friends',
  ready: true,
  persistent: true,
  groupMembersMax: 500,
  fileBytes: 2_147_483_648,
  voiceMaxMs: 900_000,
  restoreMs: 2_592_000_000,
  played: new Map(),
  retractWindowMs: 120_000,
  unread: 0,
  ...more,
})
