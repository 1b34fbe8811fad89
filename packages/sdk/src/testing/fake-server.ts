/** A small server in memory that keeps the rules of the contract, for tests of the client alone. */
import type {
  Chat,
  ChatDelta,
  ChatId,
  ChatState,
  Friend,
  Hidden,
  Me,
  Mentions,
  Message,
  MessageBody,
  MessageId,
  MethodName,
  Params,
  Preferences,
  Presence,
  Reactions,
  Reads,
  SessionId,
  StoredBody,
  User,
  UserDelta,
  UserId,
} from '@parley/protocol'
import { type ErrorName, errors } from '@parley/protocol/errors'
import { newUuidV7 } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { Transport } from '../api'
import { naming } from '../naming'
import { FakeConnection } from './fake-connection'
import { FakeMedia } from './fake-media'
import { changedState, listWith, type Said, type StateChange } from './fake-rows'
import { type Account, everybody, pageOf, Refused, type ServerChat, viewOf } from './fake-state'
import { seededRandom } from './seeded-random'

type Handlers = { [N in MethodName]?: (user: UserId, params: Params<N>) => unknown }

/** What happens to the next call of a method. `silence`: done, not answered. `lose`: not even done. `hold`: answered later. */
type Plan = { readonly refuse: ErrorName; readonly retryAfterMs?: number } | 'silence' | 'lose' | 'hold'

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
  /** Sends the answers that are held back. */
  readonly held: (() => void)[] = []
  /** Every call that came, in order. */
  readonly calls: { method: MethodName; params: unknown }[] = []
  readonly #plans = new Map<MethodName, Plan[]>()
  readonly #random = seededRandom(1)

  person(username: string): UserId {
    const id = this.#id() as UserId
    const me: Me = { id, username, name: username, kind: 'person', rev: 1, admin: false }
    const preferences: Preferences = { rev: 1, status: 'online', ...everybody }
    this.accounts.set(id, { me, rev: 1, states: new Map(), hidden: new Map(), friends: new Map(), preferences })
    return id
  }

  chat(kind: Chat['kind'], people: readonly UserId[]): ChatId {
    const id = this.#id() as ChatId
    const chat: Chat = { id, kind, rev: 1, seq: 0, firstSeq: 1, pinned: [], ...(kind === 'channel' && { open: true }) }
    if (kind === 'direct') chat.peerIds = [...people]
    this.chats.set(id, { chat, rev: 1, messages: [], reactions: new Map(), people: new Set(people) })
    for (const person of people) this.#state(person, { chatId: id, rev: 0, readSeq: 0, clearedSeq: 0 })
    return id
  }

  /** Changes how somebody stands to another person, and pushes it to them. */
  friend(user: UserId, row: Omit<Friend, 'rev'>): void {
    const account = this.#account(user)
    const friend = { ...row, rev: ++account.rev }
    account.friends.set(row.userId, friend)
    this.#tell(user, { from: friend.rev - 1, rev: friend.rev, friends: [friend], users: this.#profile(row.userId) })
  }

  /** Changes what somebody chose for themselves, and tells their clients. */
  prefer(user: UserId, change: Partial<Preferences>): void {
    const account = this.#account(user)
    const rev = ++account.rev
    account.preferences = { ...account.preferences, ...change, rev }
    this.#tell(user, { from: rev - 1, rev, preferences: account.preferences })
  }

  /** Somebody clears a chat on their own side, up to its newest message, and their clients hear of it. */
  clear(user: UserId, chatId: ChatId): void {
    const { seq } = this.#chat(chatId).chat
    const state = this.#account(user).states.get(chatId)
    if (state) this.#state(user, { ...state, readSeq: seq, clearedSeq: seq })
  }

  /** Somebody reacts to a message, or takes that back; pushed, and answered as the server does. */
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

  /** What happens to the next calls of `method`. */
  plan(method: MethodName, ...plans: Plan[]): void {
    this.#plans.set(method, [...(this.#plans.get(method) ?? []), ...plans])
  }

  /** Stores a message and pushes it, unless `push` is false. */
  say(chatId: ChatId, senderId: UserId, options: Said = {}): Message {
    const server = this.#chat(chatId)
    const id = options.id ?? (this.#id() as MessageId)
    const known = server.messages.find((row) => row.id === id)
    if (known !== undefined) return known
    const body: StoredBody = options.body ?? { type: 'text', text: options.text ?? 'hello' }
    const seq = server.chat.seq + 1
    const what = { body, ...(options.replyTo && { replyTo: options.replyTo }), ...naming(options) }
    const row: Message = { id, chatId, seq, rev: ++server.rev, senderId, at: ++this.at, ...what, countable: true }
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
    const changed: Message = { ...rest, body, ...when, ...naming(options), rev: ++server.rev }
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

  /** Somebody reads; the others hear it, unless `push` is false. */
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
      if (typeof plan === 'object') throw new Refused(plan.refuse, plan.retryAfterMs)
      const handler = this.#handlers[call.method] as ((user: UserId, params: unknown) => unknown) | undefined
      if (handler === undefined) throw new Refused('method_not_found')
      const result = handler(user, call.params)
      return plan === 'silence' ? {} : { answer: { result }, hold: plan === 'hold' }
    } catch (thrown) {
      if (!(thrown instanceof Refused)) throw thrown
      const { code, retry, message } = errors[thrown.code]
      const retryAfterMs = thrown.retryAfterMs
      return {
        answer: { error: { code, message, data: { code: thrown.code, retry, ...(retryAfterMs && { retryAfterMs }) } } },
      }
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
      limits: { ...limits, retractWindowMs: this.retractWindowMs },
      directChats: this.directChats,
      rev: this.#account(user).rev,
    }),
    'sync.pull': (user, { user: since = 0, chats: named = {}, last = true }) => {
      const mine = [...this.chats.values()].filter(({ chat, people }) => people.has(user) && (last || chat.id in named))
      const chats = mine
        .filter(({ chat, rev }) => (named as Record<string, number>)[chat.id] !== rev)
        .map(({ chat }) =>
          this.#changes(user, { chatId: chat.id, since: (named as Record<string, number>)[chat.id] ?? 0 }),
        )
      return { epoch: this.epoch, user: this.#userChanges(user, since), chats, more: false }
    },
    'chats.changes': (user, params) => this.#changes(user, params),
    'chats.markRead': (user, { chatId, seq }) => {
      const state = this.#account(user).states.get(chatId)
      if (state === undefined) throw new Refused('not_found')
      return seq > state.readSeq ? this.read(user, chatId, { seq }) : state
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
    'users.get': (_, { ids }) => ({ users: ids.flatMap((id) => this.#profile(id)) }),
    'messages.send': (user, { id, chatId, body, replyTo, ...named }) =>
      this.say(chatId, user, { id, body: this.#stored(body), ...(replyTo && { replyTo }), ...naming(named) }),
    'messages.edit': (_, { chatId, id, body, ...named }) =>
      this.change(chatId, this.#seqOf(chatId, id), { text: body.text, ...naming(named) }),
    'messages.retract': (_, { chatId, id }) => this.change(chatId, this.#seqOf(chatId, id)),
    'messages.hide': (user, { chatId, ids }) => ({ hidden: this.hide(user, chatId, ids) }),
    'messages.react': (user, params) => this.react(user, params),
    'messages.list': (_, params) => pageOf(this.#chat(params.chatId), params, this.pageRev),
    'media.create': (_, params) => this.media.create(params),
    'media.get': (_, params) => this.media.get(params, this.at),
    'accounts.logout': () => ({}),
  }

  #stored(body: MessageBody): StoredBody {
    const stored = this.media.bodyOf(body)
    if (stored === undefined) throw new Refused('not_found')
    return stored
  }

  #seqOf(chatId: ChatId, id: MessageId): number {
    return this.#chat(chatId).messages.find((row) => row.id === id)?.seq ?? 0
  }

  #reads(user: UserId, chatId: ChatId): Reads {
    const others = [...this.#chat(chatId).people].filter((id) => id !== user)
    return Object.fromEntries(others.map((id) => [id, this.#account(id).states.get(chatId)?.readSeq ?? 0]))
  }

  #changes(user: UserId, { chatId, since }: { chatId: ChatId; since: number }): ChatDelta {
    const { chat, rev, messages, reactions: all, people } = this.#chat(chatId)
    const reactions = [...all.values()].filter((row) => row.rev > since)
    if (!people.has(user)) throw new Refused('not_found')
    const view = viewOf(this.#chat(chatId), { account: this.#account(user), reads: this.#reads(user, chatId) })
    const changed = messages.filter((row) => row.rev > since)
    if (since === 0 || since > rev || changed.length > limits.deltaRows)
      return {
        chatId,
        from: 0,
        rev,
        chat,
        members: [],
        messages: messages.slice(-limits.snapshotMessages),
        reactions,
        view,
      }
    return { chatId, from: since, rev, messages: changed, reactions, view }
  }

  #userChanges(user: UserId, since: number): UserDelta {
    const { me, rev, states, hidden, friends, preferences } = this.#account(user)
    const changed = <Row extends { rev: number }>(rows: Iterable<Row>) => [...rows].filter((row) => row.rev > since)
    const rows = {
      states: changed(states.values()),
      hidden: changed(hidden.values()),
      friends: changed(friends.values()),
    }
    return { from: since, rev, me, sessions: [], preferences, ...rows }
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
