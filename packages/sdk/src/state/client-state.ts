import type { ChatId, ChatState, Doing, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry, ClientState, Clock, ConnectionState, Readable } from '../api'
import type { Scheduler } from '../lib/once-per-frame'
import { Derived } from '../lib/readable'
import type { QueuedMessage } from '../outbox/outbox'
import type { Draft } from '../store/store'
import type { Replica } from '../sync/replica'
import { chatEntry, peerOf, reorder } from './entries'

/** Longer ones end at once. */
const longestTimerMs = 2 ** 31 - 1

export interface StateSources {
  readonly replica: Replica
  readonly connection: () => ConnectionState
  readonly state: (chatId: ChatId) => ChatState | undefined
  readonly waiting: (chatId: ChatId) => readonly QueuedMessage[]
  readonly typing: (chatId: ChatId) => readonly UserId[]
  readonly doing: (chatId: ChatId) => ReadonlyMap<UserId, Doing>
  readonly reads: (chatId: ChatId) => ReadonlyMap<UserId, number>
  readonly online: (chatId: ChatId) => number | undefined
  readonly draft: (chatId: ChatId) => Draft
  readonly attached: (chatId: ChatId) => number
  readonly presences: () => ClientState['presences']
  readonly played: () => ClientState['played']
  readonly clock: Clock
  readonly later: Scheduler
}

const empty: ClientState = {
  connection: { phase: 'idle', sinceMs: 0, offline: false },
  users: new Map(),
  chats: new Map(),
  order: [],
  sessions: new Map(),
  friends: new Map(),
  played: new Map(),
  presences: new Map(),
  ready: false,
  persistent: true,
  unread: 0,
  retractWindowMs: limits.retractWindowMs,
  groupMembersMax: limits.groupMembersDefault,
  fileBytes: limits.fileBytes,
  voiceMaxMs: limits.voiceMaxMs,
  restoreMs: limits.restoreMs,
}

/** The state for an application, computed from stored data; only changed values are recomputed. */
export class ClientStateView {
  readonly readable: Readable<ClientState>
  readonly #derived: Derived<ClientState>
  readonly #sources: StateSources
  readonly #chats = new Set<ChatId>()
  readonly #wakes = new Map<ChatId, unknown>()
  #serverAheadMs = 0
  #users = true
  #user = true
  #facts: Pick<
    ClientState,
    | 'ready'
    | 'persistent'
    | 'sessionId'
    | 'directChats'
    | 'tiles'
    | 'newcomerUntil'
    | 'retractWindowMs'
    | 'groupMembersMax'
    | 'fileBytes'
    | 'voiceMaxMs'
    | 'restoreMs'
  > = {
    ready: false,
    persistent: true,
    retractWindowMs: limits.retractWindowMs,
    groupMembersMax: limits.groupMembersDefault,
    fileBytes: limits.fileBytes,
    voiceMaxMs: limits.voiceMaxMs,
    restoreMs: limits.restoreMs,
  }

  constructor(sources: StateSources) {
    this.#sources = sources
    this.#derived = new Derived<ClientState>(empty, (previous) => this.#compute(previous), sources.later)
    this.readable = this.#derived
    this.#derived.changed()
  }

  chatChanged(chatId: ChatId): void {
    this.#chats.add(chatId)
    this.#derived.changed()
  }

  usersChanged(): void {
    this.#users = true
    this.#derived.changed()
  }

  userChanged(): void {
    this.#user = true
    this.#derived.changed()
  }

  presencesChanged(): void {
    this.#derived.changed()
  }

  connectionChanged(): void {
    this.#derived.changed()
  }

  allChanged(): void {
    for (const chatId of this.#derived.get().order) this.#chats.add(chatId)
    for (const chatId of this.#sources.replica.chats.keys()) this.#chats.add(chatId)
    this.usersChanged()
    this.userChanged()
  }

  /** The server's present time, which later values use. */
  serverTime(serverMs: number): void {
    this.#serverAheadMs = serverMs - this.#sources.clock.now()
  }

  /** The server's rules, which later values use. */
  facts(facts: Partial<ClientState>): void {
    this.#facts = { ...this.#facts, ...facts }
    this.#derived.changed()
  }

  #compute(previous: ClientState): ClientState {
    const { replica, connection, played, presences } = this.#sources
    const users = this.#users ? new Map(replica.users) : previous.users
    const live = () => [...(replica.user?.sessions ?? [])].filter(([, session]) => session.revokedAt === undefined)
    const sessions = this.#user ? new Map(live()) : previous.sessions
    this.#users = false
    this.#user = false
    // The flood brake closes all chats, and opens them again.
    if (replica.me?.mutedUntil !== previous.me?.mutedUntil) for (const id of replica.chats.keys()) this.#chats.add(id)
    return {
      ...this.#facts,
      connection: connection(),
      users,
      sessions,
      friends: replica.user?.friends ?? empty.friends,
      ...this.#computeChats(previous),
      played: played(),
      presences: presences(),
      ...(replica.user?.preferences && { preferences: replica.user.preferences }),
      ...(replica.me && { me: replica.me }),
    }
  }

  #computeChats(previous: ClientState): Pick<ClientState, 'chats' | 'order' | 'unread'> {
    if (this.#chats.size === 0) return { chats: previous.chats, order: previous.order, unread: previous.unread }
    const { replica } = this.#sources
    const changed = new Set(this.#chats)
    this.#chats.clear()
    const chats = new Map(previous.chats)
    let { unread } = previous
    for (const chatId of changed) {
      const before = previous.chats.get(chatId)
      const entry = this.#entry(replica, { chatId, before })
      this.#wake(chatId, entry)
      unread += (entry?.unread ?? 0) - (before?.unread ?? 0)
      if (entry === undefined) chats.delete(chatId)
      else chats.set(chatId, entry)
    }
    return { chats, unread, order: reorder(previous.order, changed, chats) }
  }

  #entry(
    replica: Replica,
    { chatId, before }: { chatId: ChatId; before: ChatEntry | undefined },
  ): ChatEntry | undefined {
    const held = replica.chats.get(chatId)
    const person = replica.me
    if (held === undefined || person === undefined) return undefined
    const { id: me, admin, mutedUntil: floodMutedUntil } = person
    const { state, waiting, typing, doing, reads, online, draft, attached, clock } = this.#sources
    return chatEntry(
      {
        held,
        me,
        state: state(chatId),
        friend: peerOf(held.chat, me, replica.user?.friends),
        directChats: this.#facts.directChats,
        readSeq: replica.readSeq(chatId),
        hidden: replica.hiddenIn(chatId),
        cameAt: replica.cameAt(chatId),
        waiting: waiting(chatId),
        typing: typing(chatId),
        doing: doing(chatId),
        reads: reads(chatId),
        online: online(chatId),
        draft: draft(chatId),
        attached: attached(chatId),
        admin,
        floodMutedUntil,
        nowMs: clock.now(),
        serverAheadMs: this.#serverAheadMs,
      },
      before,
    )
  }

  /** Looks at a chat again when what keeps the person from writing is over. */
  #wake(chatId: ChatId, entry: ChatEntry | undefined): void {
    const { clock } = this.#sources
    clock.clearTimeout(this.#wakes.get(chatId))
    this.#wakes.delete(chatId)
    const at = Math.min(...[entry?.mutedUntil, entry?.nextSendAt].filter((time) => time !== undefined))
    if (at === Number.POSITIVE_INFINITY) return
    const delayMs = Math.min(longestTimerMs, Math.max(0, at - clock.now()))
    this.#wakes.set(
      chatId,
      clock.setTimeout(() => this.chatChanged(chatId), delayMs),
    )
  }
}
