/** A small server in memory that keeps the rules of the contract, for tests of the client alone. */
import type {
  Chat,
  ChatDelta,
  ChatId,
  ChatState,
  Friend,
  Hidden,
  Mentions,
  Message,
  MessageId,
  MethodName,
  Params,
  Played,
  Preferences,
  Presence,
  Reactions,
  Reads,
  SessionId,
  User,
  UserDelta,
  UserId,
} from '@parley/protocol'
import { type ErrorName, errors } from '@parley/protocol/errors'
import { newUuidV7 } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Transport } from '../api'
import { wireMentions } from '../outbox/wire-mentions'
import { FakeConnection } from './fake-connection'
import { FakeMedia } from './fake-media'
import { changedState, listWith, type Said, type StateChange, saidIn } from './fake-rows'
import {
  type Account,
  changesIn,
  contentsPage,
  differing,
  forwarded,
  membersOf,
  messageIn,
  newAccount,
  pageOf,
  pinnedIn,
  Refused,
  type ServerChat,
  sentMessage,
  userChanges,
  viewOf,
} from './fake-state'
import { seededRandom } from './seeded-random'

type Handlers = { [N in MethodName]?: (user: UserId, params: Params<N>) => unknown }

/** The fate of a method's next call. `silence`: done without a response. `lose`: not done. `hold`: a later response. */
type Plan = ({ readonly refuse: ErrorName } & Refused['times']) | 'silence' | 'lose' | 'hold' | 'pass'

export class FakeServer {
  epoch = 'first'
  directChats: 'friends' | 'everyone' = 'everyone'
  at = 1_700_000_000_000
  readonly accounts = new Map<UserId, Account>()
  readonly chats = new Map<ChatId, ServerChat>()
  /** How people show themselves; who is not here is offline. */
  readonly presences = new Map<UserId, Presence>()
  readonly connections = new Set<FakeConnection>()
  readonly media = new FakeMedia()
  /** The rev that pages say they were read at, instead of the chat's. */
  pageRev: number | undefined
  retractWindowMs: number = limits.retractWindowMs
  /** Limits that this server has in place of the usual ones. */
  limits: { groupMembersDefault?: number; fileBytes?: number; voiceMaxMs?: number } = {}
  /** Sends the answers that are held back. */
  readonly held: (() => void)[] = []
  /** Every call that came, in order. */
  readonly calls: { method: MethodName; params: unknown }[] = []
  readonly #plans = new Map<MethodName, Plan[]>()
  readonly #random = seededRandom(1)

  person(username: string): UserId {
    const id = this.#id() as UserId
    this.accounts.set(id, newAccount(id, username))
    return id
  }

  chat(kind: Chat['kind'], people: readonly UserId[], id = this.#id() as ChatId): ChatId {
    const chat: Chat = { id, kind, rev: 1, seq: 0, firstSeq: 1, pinned: [], ...(kind === 'channel' && { open: true }) }
    if (kind === 'direct') chat.peerIds = [...people]
    this.chats.set(id, { chat, rev: 1, messages: [], reactions: new Map(), people: new Set(people) })
    for (const person of people) this.#state(person, { chatId: id, rev: 0, readSeq: 0, clearedSeq: 0 })
    return id
  }

  /** Changes the relation of one user to another, and pushes it to them. */
  friend(user: UserId, row: Omit<Friend, 'rev'>): void {
    const account = this.#account(user)
    const friend = { ...row, rev: ++account.rev }
    account.friends.set(row.userId, friend)
    this.#tell(user, { from: friend.rev - 1, rev: friend.rev, friends: [friend], users: this.#profile(row.userId) })
  }

  /** Changes a user's own settings, and pushes them to their clients. */
  prefer(user: UserId, change: Partial<Preferences>): void {
    const account = this.#account(user)
    const rev = ++account.rev
    account.preferences = { ...account.preferences, ...change, rev }
    this.#tell(user, { from: rev - 1, rev, preferences: account.preferences })
  }

  /** A user clears a chat on their own side, up to its newest message, and their clients receive it. */
  clear(user: UserId, chatId: ChatId): ChatState {
    const { seq } = this.#chat(chatId).chat
    return this.#set(user, chatId, { readSeq: seq, clearedSeq: seq })
  }

  /** Pins a message of a chat, and pushes the chat's row. */
  pin(chatId: ChatId, id: MessageId, pinned: boolean): Chat {
    const server = this.#chat(chatId)
    const rev = ++server.rev
    server.chat = { ...server.chat, rev, pinned: pinnedIn(server, id, pinned) }
    this.publish({ chatId, from: rev - 1, rev, chat: server.chat })
    return server.chat
  }

  /** A user sets or removes a reaction; pushed and returned as by the server. */
  react(user: UserId, { chatId, id, emoji, on }: Params<'messages.react'>) {
    const server = this.#chat(chatId)
    const seq = this.#seqOf(chatId, id)
    const list = listWith(server.reactions.get(id)?.list ?? [], user, { emoji, on })
    const reactions: Reactions = { messageId: id, seq, rev: ++server.rev, list }
    server.reactions.set(id, reactions)
    const account = this.#account(user)
    const emojis = list.filter((one) => one.users.includes(user)).map((one) => one.emoji)
    const mine = { chatId, messageId: id, seq, rev: ++account.rev, emojis }
    this.#tell(user, { from: mine.rev - 1, rev: mine.rev, reactions: [mine] })
    this.publish({ chatId, from: reactions.rev - 1, rev: reactions.rev, reactions: [reactions] })
    return { reactions, mine }
  }

  /** The fate of the next calls of `method`. */
  plan(method: MethodName, ...plans: Plan[]): void {
    this.#plans.set(method, [...(this.#plans.get(method) ?? []), ...plans])
  }

  /** Stores a message and pushes it, unless `push` is false. */
  say(chatId: ChatId, senderId: UserId, options: Said = {}): Message {
    const server = this.#chat(chatId)
    const id = options.id ?? (this.#id() as MessageId)
    const known = server.messages.find((row) => row.id === id)
    if (known !== undefined) return known
    const seq = server.chat.seq + 1
    const where = { id, chatId, seq, rev: ++server.rev, senderId, at: ++this.at }
    const row: Message = { ...where, ...saidIn(options), countable: true }
    server.chat = { ...server.chat, seq }
    server.messages.push(row)
    if (options.push !== false) this.publish({ chatId, from: row.rev - 1, rev: row.rev, messages: [row] })
    return row
  }

  /** Changes a message and pushes its row, or its seq alone, unless `push` is false. */
  change(
    chatId: ChatId,
    seq: number,
    options: Mentions & { text?: string; push?: 'row' | 'seq' | false } = {},
  ): Message {
    const server = this.#chat(chatId)
    const row = server.messages[seq - 1]
    if (row === undefined || row.retractedAt !== undefined) throw new Refused('not_found')
    const { text, push = 'row' } = options
    const body = text === undefined ? ({ type: 'retracted' } as const) : ({ type: 'text', text } as const)
    const when = text === undefined ? { retractedAt: ++this.at } : { editedAt: ++this.at }
    const { mentions: _, mentionsAll: __, ...rest } = row
    const changed: Message = { ...rest, body, ...when, ...wireMentions(options), rev: ++server.rev }
    server.messages[seq - 1] = changed
    const rows = push === 'seq' ? { stale: [seq] } : { messages: [changed] }
    if (push) this.publish({ chatId, from: changed.rev - 1, rev: changed.rev, ...rows })
    return changed
  }

  /** Hides messages for one user, and tells their devices. */
  hide(user: UserId, chatId: ChatId, ids: readonly MessageId[]): Hidden[] {
    const account = this.#account(user)
    const rev = ++account.rev
    const rows = ids.map((id): Hidden => ({ chatId, messageId: id, seq: this.#seqOf(chatId, id), rev }))
    for (const row of rows) account.hidden.set(row.messageId, row)
    this.#tell(user, { from: rev - 1, rev, hidden: rows })
    return rows
  }

  /** Marks voice messages as played by one user, and tells their devices. */
  play(user: UserId, chatId: ChatId, ids: readonly MessageId[]): Played[] {
    const account = this.#account(user)
    const rev = ++account.rev
    const rows = ids.map((id): Played => ({ chatId, messageId: id, seq: this.#seqOf(chatId, id), rev }))
    for (const row of rows) account.played.set(row.messageId, row)
    this.#tell(user, { from: rev - 1, rev, played: rows })
    return rows
  }

  /** A user reads; the others receive it, unless `push` is false. */
  read(user: UserId, chatId: ChatId, { seq, push = true }: { seq: number; push?: boolean }): ChatState {
    const state = this.#state(user, { chatId, rev: 0, clearedSeq: 0, readSeq: seq })
    for (const connection of this.connections)
      if (push && connection.user !== undefined && this.#chat(chatId).people.has(connection.user))
        connection.push({ method: 'chat.read', params: { chatId, userId: user, seq } })
    return state
  }

  publish(delta: ChatDelta): void {
    for (const connection of this.connections)
      if (connection.user !== undefined && this.#chat(delta.chatId).people.has(connection.user))
        connection.push({ method: 'chat.delta', params: delta })
  }

  /** Everything of a chat as `user` gets it fresh. */
  snapshot(chatId: ChatId, user: UserId): ChatDelta {
    return this.#changes(user, { chatId, since: 0 })
  }

  transport(user: UserId): Transport {
    return {
      connect: (events) => {
        const connection = new FakeConnection(this, { user, events })
        this.connections.add(connection)
        return connection
      },
    }
  }

  /** Breaks every connection. */
  cut(code = 1006): void {
    for (const connection of [...this.connections]) connection.end(code)
  }

  handle(user: UserId, call: { method: MethodName; params: unknown }): { answer?: object; hold?: boolean } {
    this.calls.push(call)
    const plan = this.#plans.get(call.method)?.shift()
    if (plan === 'lose') return {}
    try {
      if (typeof plan === 'object') {
        const { refuse, ...times } = plan
        throw new Refused(refuse, times)
      }
      const handler = this.#handlers[call.method] as ((user: UserId, params: unknown) => unknown) | undefined
      if (handler === undefined) throw new Refused('method_not_found')
      const result = handler(user, call.params)
      return plan === 'silence' ? {} : { answer: { result }, hold: plan === 'hold' }
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
      const { code, retry, message } = errors[thrown.code]
      return { answer: { error: { code, message, data: { code: thrown.code, retry, ...thrown.times } } } }
    }
  }

  readonly #handlers: Handlers = {
    'session.ping': () => ({ serverTime: this.at }),
    'session.open': (user) => ({
      user: this.#account(user).me,
      session: { id: this.#id() as SessionId, device: '', createdAt: 0, lastSeenAt: 0, current: true, rev: 1 },
      epoch: this.epoch,
      serverTime: this.at,
      heartbeatMs: limits.heartbeatMs,
      limits: { ...limits, ...this.limits, retractWindowMs: this.retractWindowMs },
      directChats: this.directChats,
      rev: this.#account(user).rev,
    }),
    'sync.pull': (user, { user: since = 0, chats: named = {}, last = true, sums }) => {
      const mine = [...this.chats.values()].filter(({ chat, people }) => people.has(user) && (last || chat.id in named))
      const moved = mine.filter(({ chat, rev }) => (named as Record<string, number>)[chat.id] !== rev)
      const chats = moved
        .slice(0, limits.syncChats)
        .map(({ chat }) =>
          this.#changes(user, { chatId: chat.id, since: (named as Record<string, number>)[chat.id] ?? 0 }),
        )
      const more = moved.length > limits.syncChats
      const differ = sums && { differ: differing(this.chats.values(), user, sums) }
      return { epoch: this.epoch, user: userChanges(this.#account(user), since), chats, more, ...differ }
    },
    'chats.changes': (user, params) => this.#changes(user, params),
    'chats.markRead': (user, { chatId, seq }) => {
      const state = this.#account(user).states.get(chatId)
      if (state === undefined) throw new Refused('not_found')
      return seq > state.readSeq ? this.read(user, chatId, { seq }) : state
    },
    'chats.pin': (user, { chatId, pinned }) => ({
      states: [
        this.#set(user, chatId, pinned ? { pinnedAt: this.at, archivedAt: undefined } : { pinnedAt: undefined }),
      ],
    }),
    'channels.join': (user, { chatId }) => {
      this.#chat(chatId).people.add(user)
      return { chat: this.#chat(chatId).chat }
    },
    'chats.archive': (user, { chatId, archived }) =>
      this.#set(user, chatId, { archivedAt: archived ? this.at : undefined }),
    'chats.draft': (user, { chatId, draft }) =>
      this.#set(user, chatId, { draft: draft && (draft.text !== '' || draft.replyTo) ? draft : undefined }),
    'chats.markUnread': (user, { chatId, unread }) => this.#set(user, chatId, { markedUnread: unread || undefined }),
    'chats.watch': (_, { chatId }) => ({ rev: this.#chat(chatId).rev }),
    'chats.unwatch': () => ({}),
    'chats.online': () => ({ count: 3, sample: [] }),
    'chats.reads': (user, { chatIds }) => ({
      chats: chatIds.map((chatId) => ({ chatId, reads: this.#reads(user, chatId) })),
    }),
    'chats.typing': () => ({}),
    'presence.watch': (_, { userIds }) => ({
      presences: userIds.map((userId) => this.presences.get(userId) ?? { userId, status: 'offline' }),
    }),
    'presence.unwatch': () => ({}),
    'presence.idle': () => ({}),
    'chats.direct': (user, { userId }) => {
      const id = this.chat('direct', [user, userId])
      return { chat: this.#chat(id).chat, state: this.#account(user).states.get(id) }
    },
    'groups.create': (user, { userIds = [] }) => ({
      chat: this.#chat(this.chat('group', [user, ...userIds])).chat,
      members: [],
    }),
    'groups.members': (_, { chatId }) => membersOf(this.#chat(chatId), (id) => this.#profile(id)),
    'users.get': (_, { ids }) => ({ users: ids.flatMap((id) => this.#profile(id)) }),
    'messages.send': (user, { chatId, ...sent }) => this.say(chatId, user, sentMessage(this.media, sent)),
    'messages.forward': (user, params) =>
      messageIn(this.#chat(params.chatId), params.id) ??
      this.say(params.chatId, user, forwarded(this.#chat(params.from.chatId), params)),
    'messages.edit': (_, { chatId, id, body, ...named }) =>
      this.change(chatId, this.#seqOf(chatId, id), { text: body.text, ...wireMentions(named) }),
    'messages.retract': (_, { chatId, id }) => this.change(chatId, this.#seqOf(chatId, id)),
    'messages.hide': (user, { chatId, ids }) => ({ hidden: this.hide(user, chatId, ids) }),
    'messages.markPlayed': (user, { chatId, ids }) => ({ played: this.play(user, chatId, ids) }),
    'messages.react': (user, params) => this.react(user, params),
    'messages.pin': (_, { chatId, id, pinned }) => this.pin(chatId, id, pinned),
    'chats.clear': (user, { chatId }) => this.clear(user, chatId),
    'channels.create': (user, { id }) => ({ chat: this.#chat(this.chat('channel', [user], id)).chat }),
    'messages.list': (_, params) =>
      pageOf(this.#chat(params.chatId), params, { rev: this.pageRev, profileOf: (id) => this.#profile(id) }),
    'messages.media': (_, params) => contentsPage(this.#chat(params.chatId), params, (id) => this.#profile(id)),
    'media.create': (_, params) => this.media.create(params),
    'media.get': (_, params) => this.media.get(params, this.at),
    'accounts.logout': () => ({}),
  }

  #seqOf(chatId: ChatId, id: MessageId): number {
    return this.#chat(chatId).messages.find((row) => row.id === id)?.seq ?? 0
  }

  #reads(user: UserId, chatId: ChatId): Reads {
    const others = [...this.#chat(chatId).people].filter((id) => id !== user)
    return Object.fromEntries(others.map((id) => [id, this.#account(id).states.get(chatId)?.readSeq ?? 0]))
  }

  #changes(user: UserId, { chatId, since }: { chatId: ChatId; since: number }): ChatDelta {
    const server = this.#chat(chatId)
    if (!server.people.has(user)) throw new Refused('not_found')
    const view = viewOf(server, { account: this.#account(user), reads: this.#reads(user, chatId) })
    return changesIn(server, since, view)
  }

  #state(user: UserId, state: ChatState): ChatState {
    const account = this.#account(user)
    const row = { ...state, rev: ++account.rev }
    account.states.set(row.chatId, row)
    this.#tell(user, { from: row.rev - 1, rev: row.rev, states: [row] })
    return row
  }

  #set(user: UserId, chatId: ChatId, change: StateChange): ChatState {
    const state = this.#account(user).states.get(chatId)
    if (state === undefined) throw new Refused('not_found')
    return this.#state(user, changedState(state, change))
  }

  #tell(user: UserId, params: UserDelta): void {
    for (const connection of this.connections)
      if (connection.user === user) connection.push({ method: 'user.delta', params })
  }

  #profile(id: UserId): User[] {
    const account = this.accounts.get(id)
    if (account === undefined) return []
    const { admin: _, ...user } = account.me
    return [user]
  }

  #chat(chatId: ChatId): ServerChat {
    const chat = this.chats.get(chatId)
    if (chat === undefined) throw new Refused('not_found')
    return chat
  }

  #account(user: UserId): Account {
    const account = this.accounts.get(user)
    if (account === undefined) throw new Refused('unauthenticated')
    return account
  }

  #id(): string {
    return newUuidV7(this.at, this.#random)
  }
}
