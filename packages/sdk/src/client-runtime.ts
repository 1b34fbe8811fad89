import type { ChatDelta, ChatId, EventName, EventParams, UserDelta } from '@parley/protocol'
import type { ClientOptions } from './api'
import type { OpenedSession } from './connection/connection'
import type { Call } from './connection/http'
import { peopleOf } from './features/people-of'
import { Listeners } from './lib/listeners'
import { buildRuntimeParts, type RuntimeParts } from './runtime-parts'
import type { TabMessage } from './store/tabs'
import { FreshViews } from './sync/fresh-views'
import type { Screen } from './timeline/screen'

/** Builds the parts of a client, and tells each of what happens on the connection, in the store and in other tabs. */
export class ClientRuntime {
  readonly parts: RuntimeParts
  readonly listeners = new Listeners()
  /** The open parts of each chat. */
  /** Whether the flood brake muted the person, as far as it is known. */
  #isMuted = false
  readonly #screens = new Map<ChatId, Set<Screen>>()
  readonly #freshViews: FreshViews
  #settled: (() => void)[] = []

  constructor(options: ClientOptions, call: Call) {
    this.parts = buildRuntimeParts(options, {
      onOpened: (opened) => this.#sessionOpened(opened),
      onEvent: (name, params) => this.#event(name, params),
      onDown: () => this.#down(),
      onConnection: () => this.#connectionChanged(),
      // The newest chats come first: the list is shown while the others come.
      onPart: () => this.parts.view.facts({ ready: true }),
      onLive: () => this.#onLive(),
      onReacting: (chatId) => this.#reacted(chatId),
      call,
      onChatLook: (chatId) => this.#chatChanged(chatId, undefined),
      onChat: (chatId, delta) => this.#chatChanged(chatId, delta),
      onUser: (delta) => this.#userChanged(delta),
      onUsers: () => this.parts.view.usersChanged(),
      onReset: (stranger) => this.#reset(stranger),
    })
    this.#freshViews = new FreshViews(this.parts)
  }

  opened(chatId: ChatId, screen: Screen): void {
    this.#screens.set(chatId, (this.#screens.get(chatId) ?? new Set()).add(screen))
  }

  closed(chatId: ChatId, screen: Screen): void {
    this.#screens.get(chatId)?.delete(screen)
  }

  #sessionOpened(opened: OpenedSession): void {
    const { view, outbox, sync } = this.parts
    const { directChats, tiles } = opened
    view.serverTime(opened.serverTime)
    const { retractWindowMs, restoreMs, groupMembersDefault: groupMembersMax, fileBytes, voiceMaxMs } = opened.limits
    const inForce = {
      ...(retractWindowMs !== undefined && { retractWindowMs }),
      ...(restoreMs !== undefined && { restoreMs }),
      ...(groupMembersMax !== undefined && { groupMembersMax }),
      ...(fileBytes !== undefined && { fileBytes }),
      ...(voiceMaxMs !== undefined && { voiceMaxMs }),
    }
    const aheadMs = opened.serverTime - this.parts.clock.now()
    const newcomerUntil = (opened.newcomerUntil ?? 0) - aheadMs
    view.facts({ newcomerUntil, sessionId: opened.session.id, directChats, ...(tiles && { tiles }), ...inForce })
    this.#freshViews.opened()
    this.#isMuted = this.parts.replica.me?.mutedUntil !== undefined
    void sync.opened(opened)
    outbox.up(aheadMs)
  }

  #down(): void {
    this.parts.sync.down()
    this.parts.outbox.down()
  }

  #onLive(): void {
    const { reads, marks, played, drafts, watches, members, profiles, presences, replica } = this.parts
    this.parts.media.up()
    reads.onLive()
    marks.onLive()
    played.onLive()
    drafts.onLive()
    watches.onLive()
    members.onLive()
    profiles.onLive()
    presences.onLive()
    for (const chatId of replica.chats.keys()) this.#freshViews.check(chatId)
    for (const open of this.#screens.values()) for (const screen of open) screen.onLive()
  }

  #connectionChanged(): void {
    const { phase } = this.parts.connection.state
    this.parts.view.connectionChanged()
    if (phase !== 'live' && phase !== 'waiting' && phase !== 'ended') return
    const settled = this.#settled
    this.#settled = []
    for (const resolve of settled) resolve()
  }

  /** Resolves when the connection is there, or will not be. */
  whenSettled(): Promise<void> {
    const { phase } = this.parts.connection.state
    if (phase === 'live' || phase === 'ended') return Promise.resolve()
    return new Promise((resolve) => this.#settled.push(resolve))
  }

  #event(name: EventName, params: unknown): void {
    const { sync, typing, watches, marks, presences, profiles, replica } = this.parts
    const event = { name, params } as { [E in EventName]: { name: E; params: EventParams<E> } }[EventName]
    const head = event.name === 'chat.delta' ? (replica.chats.get(event.params.chatId)?.chat.seq ?? 0) : 0
    if (event.name === 'chat.delta') sync.onChatDelta(event.params)
    else if (event.name === 'user.delta') sync.onUserDelta(event.params)
    else if (event.name === 'chat.head') sync.onHead(event.params)
    else if (event.name === 'chat.typing') {
      // The user's own other devices type too, but aren't other users.
      const { chatId, userId, doing } = event.params
      if (userId !== this.parts.view.readable.get().me?.id) {
        typing.received(chatId, userId, doing)
        profiles.request([userId])
      }
    } else if (event.name === 'chat.read') marks.learn(event.params.chatId, { [event.params.userId]: event.params.seq })
    else if (event.name === 'presence.changed') presences.received(event.params)
    else if (event.name === 'chat.online') watches.received(event.params.chatId, event.params.count)
    this.listeners.emit(name, params as EventParams<typeof name>, { head })
  }

  #chatChanged(chatId: ChatId, delta: ChatDelta | undefined): void {
    const { view, typing, profiles, replica, marks, members } = this.parts
    view.chatChanged(chatId)
    members.changed(chatId)
    for (const screen of this.#screens.get(chatId) ?? []) screen.changed(delta)
    if (delta === undefined) return
    marks.learn(chatId, delta.view?.reads ?? {})
    for (const message of delta.messages ?? []) typing.stopped(chatId, message.senderId)
    profiles.request(peopleOf(delta))
    if (replica.chats.has(chatId)) this.#freshViews.check(chatId)
  }

  #userChanged(delta: UserDelta | undefined): void {
    const { view, replica } = this.parts
    view.userChanged()
    const isMuted = replica.me?.mutedUntil !== undefined
    if (this.#isMuted && !isMuted) this.parts.outbox.release()
    this.#isMuted = isMuted
    if (delta === undefined || delta.from === 0) view.allChanged()
    this.parts.drafts.statesCame(delta?.states ?? [])
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
      for (const screen of this.#screens.get(chatId) ?? []) screen.changed(undefined)
    }
  }

  /** Own reactions to messages of a chat changed. */
  #reacted(chatId: ChatId): void {
    for (const screen of this.#screens.get(chatId) ?? []) screen.reacted()
  }

  /** The unread count of a chat changed. */
  #viewChanged(chatId: ChatId): void {
    this.parts.view.chatChanged(chatId)
    this.#freshViews.check(chatId)
  }

  #reset(stranger: boolean): void {
    const { outbox, drafts, attached, view, marks, media, played } = this.parts
    if (stranger) {
      media.clear()
      outbox.clear()
      drafts.clear()
      played.clear()
      attached.clear()
    } else {
      outbox.renew()
      drafts.renew()
    }
    marks.clear()
    view.allChanged()
    for (const open of this.#screens.values()) for (const screen of open) screen.reset()
  }

  /** Another tab of the same browser says something. */
  onTabMessage(message: TabMessage): void {
    const { outbox, drafts, attached, connection } = this.parts
    if (message.type === 'draft') drafts.received(message.chatId, message.draft)
    else if (message.type === 'attached') attached.received(message.chatId, message.count)
    else if (message.type === 'logout') connection.end()
    else outbox.onTabMessage(message)
  }
}
