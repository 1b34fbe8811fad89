import type { Chat, ChatDelta, ChatId, ChatState, EventParams, Message, Reactions, UserDelta } from '@parley/protocol'
import type { RandomBytes } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { ClientOptions, Clock } from '../api'
import type { Connection, OpenedSession } from '../connection/connection'
import { backoffMs } from '../lib/backoff'
import { sleep } from '../lib/clock'
import { asParleyError } from '../lib/error'
import { fraction } from '../lib/random'
import { PendingDeltas } from './pending-deltas'
import { pullAll } from './pull'
import type { Replica } from './replica'

/** Calls in a row without a response before it reconnects. */
const silencesPerConnection = 3

export interface SyncOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly connection: Connection
  readonly replica: Replica
  readonly order: () => readonly ChatId[]
  readonly debug?: ClientOptions['debug']
  /** The next part of everything missed is applied, the newest first. */
  readonly onPart: () => void
  /** Everything missed is applied. */
  readonly onLive: () => void
}

/** Keeps the replica equal to the server: catches up on every connection, fills gaps, fetches new chats. */
export class Sync {
  /** Incremented with every connection and every break. Responses of an earlier run are dropped. */
  #run = 0
  #pulling = false
  /** Chats that the server does not know for this user, to prevent loops. */
  readonly #absent = new Set<ChatId>()
  readonly #asking = new Map<ChatId, Promise<void>>()
  /** The newest heads of chats that are about to be fetched. */
  readonly #heads = new Map<ChatId, { rev: number; readonly timer: unknown }>()
  readonly #pendingChats: PendingDeltas<ChatId, ChatDelta>
  readonly #pendingUser: PendingDeltas<'user', UserDelta>
  readonly #options: SyncOptions

  constructor(options: SyncOptions) {
    this.#options = options
    const { clock, random, replica } = options
    this.#pendingChats = new PendingDeltas({
      clock,
      random,
      apply: (chatId, delta) => {
        const outcome = replica.applyChat(delta)
        if (outcome === 'stale') void this.fetchChat(chatId)
        return outcome !== 'gap' && outcome !== 'ask'
      },
      fetchChat: (chatId) => void this.fetchChat(chatId),
    })
    this.#pendingUser = new PendingDeltas({
      clock,
      random,
      apply: (_, delta) => replica.applyUser(delta) !== 'gap',
      fetchChat: () => void this.#fetchUser(),
    })
  }

  /** Call it when a session is open on a new connection. Catches up, and retries until that succeeds. */
  async opened(opened: OpenedSession): Promise<void> {
    const { connection, replica, order, onPart, onLive } = this.#options
    const run = ++this.#run
    const isCurrent = () => this.#run === run
    replica.begin(opened.epoch, opened.user)
    this.#absent.clear()
    this.#pause()
    await this.#trying(run, async () => {
      const call: Connection['call'] = (method, params) => connection.call(method, params)
      if (!(await pullAll({ call, replica, isCurrent, order, onPart })) && isCurrent()) connection.reconnect()
    }).catch(() => connection.reconnect())
    if (!isCurrent()) return
    replica.firstSync = false
    this.#pulling = false
    this.#pendingChats.resume()
    this.#pendingUser.resume()
    this.#fetchNewChats()
    connection.caughtUp()
    onLive()
  }

  /** Call it when the connection is gone. The next one catches up. */
  down(): void {
    this.#run++
    this.#pulling = false
    this.#asking.clear()
    this.#pendingChats.clear()
    this.#pendingUser.clear()
    for (const { timer } of this.#heads.values()) this.#options.clock.clearTimeout(timer)
    this.#heads.clear()
  }

  onChatDelta(delta: ChatDelta): void {
    const outcome = this.#options.replica.applyChat(delta)
    if (outcome === 'gap' || outcome === 'ask') this.#pendingChats.add(delta.chatId, delta)
    else if (outcome === 'stale') void this.fetchChat(delta.chatId)
    else this.#moved(delta.chatId)
  }

  /** A call that this device sent returned: its row is the only change of its rev. */
  onAnswered(row: Message): void {
    this.onChatDelta({ chatId: row.chatId, from: row.rev - 1, rev: row.rev, messages: [row] })
  }

  /** The same for a chat row. */
  onChatAnswered(chat: Chat): void {
    this.onChatDelta({ chatId: chat.id, from: chat.rev - 1, rev: chat.rev, chat })
  }

  /** The same for reactions; a row without a rev says that there never were any. */
  onReacted(chatId: ChatId, row: Reactions): void {
    if (row.rev > 0) this.onChatDelta({ chatId, from: row.rev - 1, rev: row.rev, reactions: [row] })
  }

  onUserDelta(delta: UserDelta): void {
    const outcome = this.#options.replica.applyUser(delta)
    if (outcome === 'gap') this.#pendingUser.add('user', delta)
    else if (outcome === 'stale') void this.#fetchUser()
    else {
      this.#pendingUser.retry('user')
      this.#fetchNewChats(delta.states ?? [])
    }
  }

  /**
   * A chat without deltas on this device changed. It is fetched at a random moment, because many clients learn of it at
   * once. The moment is within the rest of `limits.convergenceMs` after the wait for the head itself.
   */
  onHead({ chatId, rev }: EventParams<'chat.head'>): void {
    const { clock, random, replica } = this.#options
    const known = this.#heads.get(chatId)
    if (known !== undefined) known.rev = Math.max(known.rev, rev)
    const held = () => replica.chats.get(chatId)?.rev ?? 0
    if (known !== undefined || held() >= rev) return
    const run = () => {
      this.#heads.delete(chatId)
      if (held() < head.rev) void this.fetchChat(chatId)
    }
    const delayMs = fraction(random) * (limits.convergenceMs - limits.headIntervalMs)
    const head = { rev, timer: clock.setTimeout(run, delayMs) }
    this.#heads.set(chatId, head)
  }

  /** Brings one chat up to date, view included. Resolves also when the connection ends before. */
  fetchChat(chatId: ChatId): Promise<void> {
    const asking = this.#asking.get(chatId)
    if (asking !== undefined) return asking
    const run = this.#run
    const asked = this.fetchChatSince(chatId).finally(() => {
      if (this.#run === run) this.#asking.delete(chatId)
    })
    this.#asking.set(chatId, asked)
    return asked
  }

  /** Brings the changes since a rev at or below the held one (DL19), or since the held one. */
  async fetchChatSince(chatId: ChatId, since?: number): Promise<void> {
    const run = this.#run
    const { clock, connection, replica } = this.#options
    if (!connection.isOpen) return
    await this.#trying(run, async () => {
      const from = since ?? replica.chats.get(chatId)?.rev ?? 0
      this.#options.debug?.({ type: 'fetch', of: chatId, since: from })
      const delta = await connection.call('chats.changes', { chatId, since: from })
      if (this.#run !== run) return
      if (replica.applyChat(delta, from) === 'applied') return this.#moved(chatId)
      await sleep(clock, limits.gapWaitMs)
      await this.fetchChatSince(chatId)
    }).catch((thrown: unknown) => {
      if (this.#run !== run || asParleyError(thrown).code !== 'not_found') return
      this.#absent.add(chatId)
      replica.dropChat(chatId)
    })
  }

  async #fetchUser(): Promise<void> {
    const run = this.#run
    const { clock, connection, replica } = this.#options
    if (this.#pulling || !connection.isOpen) return
    await this.#trying(run, async () => {
      const since = replica.user?.rev ?? 0
      this.#options.debug?.({ type: 'fetch', of: 'user', since })
      const answer = await connection.call('sync.pull', { user: since, chats: {}, last: false })
      if (this.#run !== run || answer.user === undefined) return
      if (replica.applyUser(answer.user, since) === 'applied') return
      await sleep(clock, limits.gapWaitMs)
      await this.#fetchUser()
    }).catch(() => undefined)
    if (this.#run !== run) return
    this.#pendingUser.retry('user')
    this.#fetchNewChats()
  }

  #pause(): void {
    this.#pulling = true
    this.#pendingChats.pause()
    this.#pendingUser.pause()
  }

  #moved(chatId: ChatId): void {
    this.#pendingChats.retry(chatId)
  }

  /** The state row of an unknown chat announces a new chat. */
  #fetchNewChats(states?: readonly ChatState[]): void {
    const { replica } = this.#options
    if (this.#pulling) return
    for (const { chatId } of states ?? replica.user?.states.values() ?? [])
      if (!replica.chats.has(chatId) && !this.#absent.has(chatId)) void this.fetchChat(chatId)
  }

  /**
   * Retries while the connection lasts, with growing pauses. After several attempts in a row without a response, it
   * reconnects.
   * @throws ParleyError for a refusal that a retry can't change
   */
  async #trying(run: number, attempt: () => Promise<void>): Promise<void> {
    const { clock, random, connection } = this.#options
    let silences = 0
    for (let failures = 0; this.#run === run; failures++) {
      try {
        return await attempt()
      } catch (thrown) {
        const error = asParleyError(thrown)
        if (this.#run !== run) return
        if (!error.retry && error.code !== 'internal') throw error
        silences = error.unanswered ? silences + 1 : 0
        if (silences >= silencesPerConnection) return connection.reconnect()
        await sleep(clock, (error.retryAfterMs ?? 0) + backoffMs(failures, random))
      }
    }
  }
}
