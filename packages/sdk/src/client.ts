import type {
  ChatDelta,
  ChatId,
  EventName,
  EventParams,
  MediaId,
  Mentions,
  Message,
  MessageId,
  MethodName,
  Params,
  ReplyTo,
  Result,
  TextBody,
  UserDelta,
  UserId,
} from '@parley/protocol'
import type {
  Client,
  ClientOptions,
  ClientState,
  MediaSource,
  NewPicture,
  Readable,
  SendOptions,
  Timeline,
} from './api'
import type { Opened } from './connection'
import { FreshViews } from './fresh-views'
import { type Call, httpCaller } from './http'
import { Listeners } from './listeners'
import { naming } from './naming'
import { NewChats } from './new-chats'
import { buildParts, type Parts } from './parts'
import { peopleOf } from './people-of'
import type { TabMessage } from './tabs'
import { ChatTimeline } from './timeline'

/** Makes a client for one person on one server. Nothing happens before `start`. */
export const createClient = (options: ClientOptions): Client => new ParleyClient(options)

class ParleyClient implements Client {
  readonly state: Readable<ClientState>
  readonly #parts: Parts
  readonly #http: Call
  readonly #listeners = new Listeners()
  readonly #timelines = new Map<ChatId, Set<ChatTimeline>>()
  readonly #freshViews: FreshViews
  readonly #newChats: NewChats
  #settled: (() => void)[] = []
  #unlisten: (() => void) | undefined
  #started = false
  #stopped = false

  constructor(options: ClientOptions) {
    this.#http = options.http ?? httpCaller({ url: options.url, token: options.token })
    this.#parts = buildParts(options, {
      onOpened: (opened) => this.#opened(opened),
      onEvent: (name, params) => this.#event(name, params),
      onDown: () => this.#down(),
      onConnection: () => this.#connectionChanged(),
      onLive: () => this.#live(),
      onReacting: (chatId) => this.#reacted(chatId),
      call: (method, params) => this.call(method, params),
      onChatLook: (chatId) => this.#chatChanged(chatId, undefined),
      onChat: (chatId, delta) => this.#chatChanged(chatId, delta),
      onUser: (delta) => this.#userChanged(delta),
      onUsers: () => this.#parts.view.usersChanged(),
      onReset: (stranger) => this.#reset(stranger),
    })
    this.#freshViews = new FreshViews(this.#parts)
    this.#newChats = new NewChats({ ...this.#parts, call: (method, params) => this.call(method, params) })
    this.state = this.#parts.view.readable
  }

  async start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    const { store, replica, outbox, drafts, view, tabs, connection, environment, reads, marks } = this.#parts
    const contents = await store.open()
    if (this.#stopped) return
    replica.load(contents)
    for (const [chatId, { view: held }] of replica.chats) marks.learn(chatId, held?.reads ?? {})
    drafts.load(contents.drafts, contents.states)
    outbox.load(contents.outbox)
    view.allChanged()
    view.facts({ persistent: store.persistent, ...(replica.me && { ready: true }) })
    tabs.listen((message) => this.#heard(message))
    this.#unlisten = environment.listen((what) => {
      if (what !== 'leaving') return
      reads.flushAll()
      drafts.flushAll()
      store.write({}, 'now').catch(() => undefined)
    })
    connection.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#parts.reads.flushAll()
    this.#parts.drafts.flushAll()
    this.#unlisten?.()
    this.#parts.connection.stop()
    this.#parts.tabs.close()
    await this.#parts.store.close()
    this.#parts.clock.stop()
  }

  async logout(): Promise<void> {
    await this.call('accounts.logout', {}).catch(() => undefined)
    this.#parts.tabs.post({ type: 'logout' })
    this.#parts.connection.stop()
    await this.#parts.store.wipe()
    await this.stop()
  }

  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    const { connection } = this.#parts
    return connection.isOpen ? connection.call(method, params) : this.#http(method, params)
  }

  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): () => void {
    return this.#listeners.on(event, listener)
  }

  send(chatId: ChatId, body: TextBody, options?: SendOptions): MessageId {
    return this.#parts.outbox.send(chatId, body, options)
  }

  sendPicture(chatId: ChatId, picture: NewPicture, options?: SendOptions): MessageId {
    return this.#parts.pictures.send(chatId, picture, options)
  }

  waitingPicture(id: MessageId): Promise<Blob | undefined> {
    return this.#parts.store.bytes(id)
  }

  uploadAvatar(bytes: Blob, name: string): Promise<MediaId> {
    return this.#parts.pictures.uploadAvatar((method, params) => this.call(method, params), bytes, name)
  }

  media(id: MediaId): Readable<MediaSource | undefined> {
    return this.#parts.media.of(id)
  }

  mediaFailed(id: MediaId): void {
    this.#parts.media.failed(id)
  }

  retry(chatId: ChatId, id: MessageId): void {
    this.#parts.outbox.retry(chatId, id)
  }

  discard(chatId: ChatId, id: MessageId): void {
    this.#parts.outbox.discard(chatId, id)
  }

  edit(chatId: ChatId, id: MessageId, { type, text, ...named }: TextBody & Mentions): Promise<Message> {
    return this.#changing('messages.edit', { chatId, id, body: { type, text }, ...naming(named) })
  }

  retract(chatId: ChatId, id: MessageId): Promise<Message> {
    return this.#changing('messages.retract', { chatId, id })
  }

  async hide(chatId: ChatId, ids: readonly MessageId[]): Promise<void> {
    const { hidden } = await this.call('messages.hide', { chatId, ids: [...ids] })
    this.#parts.replica.addHidden(hidden)
  }

  async pinMessage(chatId: ChatId, id: MessageId, pinned: boolean): Promise<void> {
    this.#parts.sync.onChatAnswered(await this.call('messages.pin', { chatId, id, pinned }))
  }

  react(chatId: ChatId, id: MessageId, reaction: { readonly emoji: string; readonly on: boolean }): Promise<void> {
    return this.#parts.reacting.react(chatId, id, reaction)
  }

  pinChat(chatId: ChatId, pinned: boolean, before?: ChatId): Promise<void> {
    return this.#parts.states.pin(chatId, pinned, before)
  }

  archiveChat(chatId: ChatId, archived: boolean): Promise<void> {
    return this.#parts.states.archive(chatId, archived)
  }

  silenceChat(chatId: ChatId, silence: number | 'forever'): Promise<void> {
    return this.#parts.states.silence(chatId, silence)
  }

  markUnread(chatId: ChatId, unread: boolean): Promise<void> {
    return this.#parts.states.markUnread(chatId, unread)
  }

  markChatRead(chatId: ChatId): void {
    const { reads, replica, states } = this.#parts
    reads.mark(chatId, replica.chats.get(chatId)?.chat.seq ?? 0)
    if (states.of(chatId)?.markedUnread) states.markUnread(chatId, false).catch(() => undefined)
  }

  clearChat(chatId: ChatId): Promise<void> {
    return this.#parts.states.clear(chatId)
  }

  timeline(chatId: ChatId): Timeline {
    const { connection, replica, sync, outbox, reads, marks, reacting, watches, profiles, environment } = this.#parts
    const open = this.#timelines.get(chatId) ?? new Set<ChatTimeline>()
    this.#timelines.set(chatId, open)
    const timeline = new ChatTimeline({
      chatId,
      connection,
      replica,
      sync,
      outbox,
      settled: () => this.#whenSettled(),
      reacting: (id) => reacting.of(id),
      markRead: (seq) => reads.mark(chatId, seq),
      later: environment.later,
      onClose: () => {
        open.delete(timeline)
        reads.flush(chatId)
        watches.close(chatId)
      },
    })
    open.add(timeline)
    watches.open(chatId)
    marks.open(chatId)
    profiles.refresh(chatId)
    return timeline
  }

  setDraft(chatId: ChatId, text: string, replyTo?: ReplyTo): void {
    this.#parts.drafts.set(chatId, replyTo ? { text, replyTo } : { text })
  }

  typing(chatId: ChatId): void {
    this.#parts.typing.say(chatId)
  }

  watchPresence(userId: UserId): () => void {
    return this.#parts.presences.want(userId)
  }

  setIdle(idle: boolean): void {
    this.#parts.presences.idle(idle)
  }

  openDirect(userId: UserId): Promise<ChatId> {
    return this.#newChats.direct(userId)
  }

  createGroup(name: string, userIds: readonly UserId[]): Promise<ChatId> {
    return this.#newChats.group(name, userIds)
  }

  createChannel(name: string, about: string): Promise<ChatId> {
    return this.#newChats.channel(name, about)
  }

  joinChannel(chatId: ChatId): Promise<void> {
    return this.#newChats.join(chatId)
  }

  /** Changes a message, and applies its row at once. */
  async #changing<N extends 'messages.edit' | 'messages.retract'>(method: N, params: Params<N>): Promise<Message> {
    const row: Message = await this.call(method, params)
    this.#parts.sync.onAnswered(row)
    return row
  }

  #opened(opened: Opened): void {
    const { view, outbox, sync } = this.#parts
    const { directChats } = opened
    view.serverTime(opened.serverTime)
    const { retractWindowMs, groupMembersDefault: groupMembersMax } = opened.limits
    const inForce = {
      ...(retractWindowMs !== undefined && { retractWindowMs }),
      ...(groupMembersMax !== undefined && { groupMembersMax }),
    }
    view.facts({ sessionId: opened.session.id, directChats, ...inForce })
    this.#freshViews.opened()
    void sync.opened(opened)
    outbox.up()
  }

  #down(): void {
    this.#parts.sync.down()
    this.#parts.outbox.down()
  }

  #live(): void {
    const { view, reads, marks, drafts, watches, profiles, presences, replica } = this.#parts
    view.facts({ ready: true })
    this.#parts.media.up()
    reads.live()
    marks.live()
    drafts.live()
    watches.live()
    profiles.live()
    presences.live()
    for (const chatId of replica.chats.keys()) this.#freshViews.check(chatId)
    for (const open of this.#timelines.values()) for (const timeline of open) timeline.live()
  }

  #connectionChanged(): void {
    const { phase } = this.#parts.connection.state
    this.#parts.view.connectionChanged()
    if (phase !== 'live' && phase !== 'waiting' && phase !== 'ended') return
    const settled = this.#settled
    this.#settled = []
    for (const resolve of settled) resolve()
  }

  #whenSettled(): Promise<void> {
    const { phase } = this.#parts.connection.state
    if (phase === 'live' || phase === 'ended') return Promise.resolve()
    return new Promise((resolve) => this.#settled.push(resolve))
  }

  #event(name: EventName, params: unknown): void {
    const { sync, typing, watches, marks, presences } = this.#parts
    const event = { name, params } as { [E in EventName]: { name: E; params: EventParams<E> } }[EventName]
    if (event.name === 'chat.delta') sync.onChatDelta(event.params)
    else if (event.name === 'user.delta') sync.onUserDelta(event.params)
    else if (event.name === 'chat.head') sync.onHead(event.params)
    else if (event.name === 'chat.typing') {
      // The own other devices type too; that is nobody else writing.
      if (event.params.userId !== this.state.get().me?.id) typing.heard(event.params.chatId, event.params.userId)
    } else if (event.name === 'chat.read') marks.learn(event.params.chatId, { [event.params.userId]: event.params.seq })
    else if (event.name === 'presence.changed') presences.heard(event.params)
    else if (event.name === 'chat.online') watches.heard(event.params.chatId, event.params.count)
    this.#listeners.emit(name, params as EventParams<typeof name>)
  }

  #chatChanged(chatId: ChatId, delta: ChatDelta | undefined): void {
    const { view, typing, profiles, replica, marks } = this.#parts
    view.chatChanged(chatId)
    for (const timeline of this.#timelines.get(chatId) ?? []) timeline.changed(delta)
    if (delta === undefined) return
    marks.learn(chatId, delta.view?.reads ?? {})
    for (const message of delta.messages ?? []) typing.stopped(chatId, message.senderId)
    profiles.want(peopleOf(delta))
    if (replica.chats.has(chatId)) this.#freshViews.check(chatId)
  }

  #userChanged(delta: UserDelta | undefined): void {
    const { view, replica } = this.#parts
    view.userChanged()
    if (delta === undefined || delta.from === 0) view.allChanged()
    this.#parts.drafts.statesCame(delta?.states ?? [])
    for (const { userId } of delta?.friends ?? []) {
      const chatId = replica.directWith(userId)
      if (chatId !== undefined) view.chatChanged(chatId)
    }
    for (const { chatId } of delta?.states ?? []) this.#viewChanged(chatId)
    for (const chatId of new Set(delta?.reactions?.map((row) => row.chatId))) this.#reacted(chatId)
    // It may have been cleared, or lost what is hidden.
    const thinner = [...(delta?.states ?? []), ...(delta?.hidden ?? [])].map((row) => row.chatId)
    for (const chatId of new Set(thinner)) {
      this.#viewChanged(chatId)
      for (const timeline of this.#timelines.get(chatId) ?? []) timeline.changed(undefined)
    }
  }

  /** Own reactions to messages of a chat changed. */
  #reacted(chatId: ChatId): void {
    for (const timeline of this.#timelines.get(chatId) ?? []) timeline.reacted()
  }

  /** What counts as unread in a chat changed. */
  #viewChanged(chatId: ChatId): void {
    this.#parts.view.chatChanged(chatId)
    this.#freshViews.check(chatId)
  }

  #reset(stranger: boolean): void {
    const { outbox, drafts, view, marks, media } = this.#parts
    if (stranger) {
      media.clear()
      outbox.clear()
      drafts.clear()
    } else {
      outbox.renew()
      drafts.renew()
    }
    marks.clear()
    view.allChanged()
    for (const open of this.#timelines.values()) for (const timeline of open) timeline.reset()
  }

  #heard(message: TabMessage): void {
    const { outbox, drafts, connection } = this.#parts
    if (message.type === 'draft') drafts.heard(message.chatId, message.draft)
    else if (message.type === 'logout') connection.end()
    else outbox.heard(message)
  }
}
