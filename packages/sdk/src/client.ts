import type {
  ChatId,
  ContentKind,
  Doing,
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
  UserId,
} from '@parley/protocol'
import { peopleInBody } from '@parley/protocol/people-in'
import type {
  Before,
  Client,
  ClientOptions,
  ClientState,
  Contents,
  MediaSource,
  Readable,
  SendOptions,
  ShownBy,
  Timeline,
} from './api'
import { ClientRuntime } from './client-runtime'
import { type Call, httpCaller } from './connection/http'
import { NewChats } from './features/new-chats'
import { peopleInEntry } from './features/people-of'
import { lateCode } from './lib/late-code'
import { forwardableBody, forwardOf } from './outbox/forwarding'
import { wireMentions } from './outbox/wire-mentions'
import type { RuntimeParts } from './runtime-parts'
import type { AttachedFile, NewMedia } from './store/new-media'
import type { StoreContents, WrittenBody } from './store/store'
import type { PagesOptions } from './timeline/pages'
import { ChatTimeline } from './timeline/timeline'

/** How long signing out waits for the server. */
const endSessionMs = 2_000

/** Makes a client for one person on one server. Nothing happens before `start`. */
export const createClient = (options: ClientOptions): Client => new ParleyClient(options)

class ParleyClient implements Client {
  readonly state: Readable<ClientState>
  readonly #parts: RuntimeParts
  readonly #http: Call
  readonly #runtime: ClientRuntime
  readonly #newChats: NewChats
  #unlisten: (() => void) | undefined
  #started = false
  #opening: Promise<StoreContents> | undefined
  #stopped = false

  constructor(options: ClientOptions) {
    this.#http = options.http ?? httpCaller({ url: options.url, token: options.token })
    this.#runtime = new ClientRuntime(options, (method, params) => this.call(method, params))
    this.#parts = this.#runtime.parts
    this.#newChats = new NewChats({ ...this.#parts, call: (method, params) => this.call(method, params) })
    this.state = this.#parts.view.readable
  }

  async start(): Promise<void> {
    if (this.#started) return
    this.#started = true
    const { store, replica, outbox, drafts, view, tabs, connection, environment, reads, marks, profiles } = this.#parts
    const contents = await this.#openStore()
    if (this.#stopped) return
    replica.load(contents)
    for (const [chatId, { view: held }] of replica.chats) marks.learn(chatId, held?.reads ?? {})
    drafts.load(contents.drafts, contents.states)
    outbox.load(contents.outbox)
    this.#parts.played.load(contents.untoldPlayed)
    this.#parts.attached.load(contents.attached)
    profiles.request(contents.outbox.flatMap(peopleInEntry))
    view.allChanged()
    view.facts({ persistent: store.persistent, ...(replica.me && { ready: true }) })
    tabs.listen((message) => this.#runtime.onTabMessage(message))
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

  clearCache(): Promise<void> {
    this.#parts.reads.flushAll()
    this.#parts.drafts.flushAll()
    // Rows of the present database are no longer written.
    return this.#parts.store.reset('')
  }

  async logout(): Promise<void> {
    const { connection, store, tabs } = this.#parts
    const ending = this.#endSession()
    tabs.post({ type: 'logout' })
    // The call may need the connection, and what comes in must not fill the store again.
    if (connection.isOpen) await ending
    connection.stop()
    await this.#openStore()
    // Before the end of the call, because the page may go away. After it, for what the person wrote meanwhile.
    await store.wipe()
    await ending
    await store.wipe()
    await this.stop()
  }

  /** Asks the server to end the session. Signing out goes on after a failure, or without a response. */
  #endSession(): Promise<void> {
    const { clock } = this.#parts
    return new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, endSessionMs)
      const done = () => {
        clock.clearTimeout(timer)
        resolve()
      }
      this.call('accounts.logout', {}).then(done, done)
    })
  }

  #openStore(): Promise<StoreContents> {
    this.#opening ??= this.#parts.store.open()
    return this.#opening
  }

  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    const { connection } = this.#parts
    return connection.isOpen ? connection.call(method, params) : this.#http(method, params)
  }

  on<E extends EventName>(event: E, listener: (params: EventParams<E>, before: Before) => void): () => void {
    return this.#runtime.listeners.on(event, listener)
  }

  send(chatId: ChatId, body: WrittenBody, options?: SendOptions): MessageId {
    this.#parts.profiles.request(peopleInBody(body))
    return this.#parts.outbox.send(chatId, body, options)
  }

  sendMedia(chatId: ChatId, media: NewMedia, options?: SendOptions): MessageId {
    return this.#parts.sender.send(chatId, media, options)
  }

  forward(chatId: ChatId, message: Message, { withName }: { withName: boolean }): MessageId | undefined {
    const body = forwardableBody(message.body)
    if (body === undefined) return undefined
    const forward = forwardOf(message, { withName })
    this.#parts.profiles.request(peopleInEntry({ body, forward }))
    return this.#parts.outbox.send(chatId, body, { forward })
  }

  waitingBytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.#parts.outbox.bytes(id, mediaId)
  }

  attach(chatId: ChatId, files: readonly AttachedFile[]): Promise<void> {
    return this.#parts.attached.save(chatId, files)
  }

  attached(chatId: ChatId): Promise<readonly AttachedFile[]> {
    return this.#parts.store.attached(chatId)
  }

  pause(chatId: ChatId, id: MessageId): void {
    this.#parts.outbox.pause(chatId, id)
  }

  resume(chatId: ChatId, id: MessageId): void {
    this.#parts.outbox.resume(chatId, id)
  }

  uploadAvatar(bytes: Blob, name: string): Promise<MediaId> {
    return this.#parts.sender.uploadAvatar((method, params) => this.call(method, params), bytes, name)
  }

  media(id: MediaId, shownBy?: ShownBy): Readable<MediaSource | undefined> {
    return this.#parts.media.of(id, shownBy)
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
    return this.#changing('messages.edit', { chatId, id, body: { type, text }, ...wireMentions(named) })
  }

  retract(chatId: ChatId, id: MessageId): Promise<Message> {
    return this.#changing('messages.retract', { chatId, id })
  }

  async hide(chatId: ChatId, ids: readonly MessageId[]): Promise<void> {
    const { hidden } = await this.call('messages.hide', { chatId, ids: [...ids] })
    this.#parts.replica.addHidden(hidden)
  }

  markPlayed(chatId: ChatId, ids: readonly MessageId[]): void {
    this.#parts.played.mark(chatId, ids)
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
    const { reads, states } = this.#parts
    // Reading takes a mark away: what was read before goes out before it.
    reads.flush(chatId)
    return states.markUnread(chatId, unread)
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
    const { outbox, reads, marks, reacting, watches, members, profiles, environment } = this.#parts
    const timeline = new ChatTimeline({
      ...this.#pages(chatId),
      outbox,
      reacting: (id) => reacting.of(id),
      markRead: (seq) => reads.mark(chatId, seq),
      later: environment.later,
      onClose: () => {
        this.#runtime.closed(chatId, timeline)
        reads.flush(chatId)
        watches.close(chatId)
        members.close(chatId)
      },
    })
    this.#runtime.opened(chatId, timeline)
    watches.open(chatId)
    members.open(chatId)
    marks.open(chatId)
    profiles.refresh(chatId)
    return timeline
  }

  async contents(chatId: ChatId, kind: ContentKind, upTo?: number): Promise<Contents> {
    const { watches, environment } = this.#parts
    const { ChatContents } = await lateCode(() => import('./timeline/contents'))
    const contents: InstanceType<typeof ChatContents> = new ChatContents({
      ...this.#pages(chatId),
      kind,
      upTo,
      later: environment.later,
      onClose: () => {
        this.#runtime.closed(chatId, contents)
        watches.close(chatId)
      },
    })
    this.#runtime.opened(chatId, contents)
    watches.open(chatId)
    void contents.loadMore()
    return contents
  }

  async nextVoice(chatId: ChatId, after: number): Promise<Message | undefined> {
    const { nextVoice } = await lateCode(() => import('./timeline/voice-messages'))
    return nextVoice({ ...this.#pages(chatId), isPlayed: (id) => this.#parts.played.all.has(id) }, after)
  }

  whenGone(chatId: ChatId, seq: number, onGone: () => void): () => void {
    const ended = new AbortController()
    void lateCode(() => import('./timeline/voice-messages'))
      .then(({ FollowedMessage }) => {
        if (ended.signal.aborted) return
        const followed = new FollowedMessage({
          ...this.#pages(chatId),
          seq,
          onGone: () => !ended.signal.aborted && onGone(),
        })
        const { watches } = this.#parts
        this.#runtime.opened(chatId, followed)
        watches.open(chatId)
        ended.signal.addEventListener('abort', () => {
          this.#runtime.closed(chatId, followed)
          watches.close(chatId)
        })
        followed.begin()
      })
      .catch(() => undefined)
    return () => ended.abort()
  }

  setDraft(chatId: ChatId, text: string, replyTo?: ReplyTo): void {
    this.#parts.drafts.set(chatId, replyTo ? { text, replyTo } : { text })
  }

  typing(chatId: ChatId, doing: Doing = 'typing'): void {
    this.#parts.typing.send(chatId, doing)
  }

  watchPresence(userId: UserId): () => void {
    return this.#parts.presences.watch(userId)
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

  #pages(chatId: ChatId): PagesOptions {
    const { connection, replica, sync } = this.#parts
    return { chatId, connection, replica, sync, settled: () => this.#runtime.whenSettled() }
  }

  /** Changes a message, and applies its row at once. */
  async #changing<N extends 'messages.edit' | 'messages.retract'>(method: N, params: Params<N>): Promise<Message> {
    const row: Message = await this.call(method, params)
    this.#parts.sync.onAnswered(row)
    return row
  }
}
