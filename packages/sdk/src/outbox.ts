import type { ChatId, ErrorName, Message, MessageBody, MessageId, ReplyTo } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock, SendStatus } from './api'
import { backoffMs } from './backoff'
import type { Connection } from './connection'
import { asParleyError, type ParleyError } from './error'
import type { LocalStore, OutboxEntry } from './store/store'
import type { TabMessage, Tabs } from './tabs'

/** Without an answer for this long a message counts as unconfirmed and is repeated. */
const unconfirmedMs = 15_000
/** A tab that is not the sending one sends what still waits after this. */
const helpOutMs = 5_000

/** One own message on its way. Replaced, never changed. */
export interface Waiting {
  readonly entry: OutboxEntry
  readonly status: SendStatus
  readonly error?: ErrorName
  /** Acknowledged, while changes before it are still missing. */
  readonly row?: Message
}

export interface OutboxOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly connection: Connection
  /** A message was acknowledged: applies its row. */
  readonly onStored: (row: Message) => void
  readonly onChange: (chatId: ChatId) => void
}

/** What one chat has waiting. */
interface Lane {
  /** By rising order. */
  waiting: Waiting[]
  /** The one message whose answer is awaited. */
  sending: MessageId | undefined
  /** Refusals in a row that may pass. */
  failures: number
  /** Runs during a pause after a refusal. */
  timer: unknown
  /** From when on this tab sends though it is not the sending one. */
  helpFromMs: number
}

/** Two tabs may give the same order: ids decide, alike in both. */
const byOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order || (a.id < b.id ? -1 : 1)

const none: readonly Waiting[] = []

/**
 * Own messages until their stored rows are there (DL24, DL25): persisted before they are sent, one unanswered send per
 * chat, in order, repeated with the same id.
 */
export class Outbox {
  readonly #lanes = new Map<ChatId, Lane>()
  /** Entries whose write into the store has not finished. */
  readonly #saving = new Map<MessageId, Promise<void>>()
  #nextOrder = 1
  #leads = false
  #online = false
  readonly #options: OutboxOptions

  constructor(options: OutboxOptions) {
    this.#options = options
  }

  load(entries: readonly OutboxEntry[]): void {
    for (const entry of [...entries].sort(byOrder)) this.#put(entry)
    void this.#options.tabs.lead().then(() => {
      this.#leads = true
      this.#pumpAll()
    })
  }

  of(chatId: ChatId): readonly Waiting[] {
    return this.#lanes.get(chatId)?.waiting ?? none
  }

  send(chatId: ChatId, body: MessageBody, replyTo?: ReplyTo): MessageId {
    const { clock, random } = this.#options
    const id = newUuidV7(clock.now(), random) as MessageId
    const what = replyTo ? { body, replyTo } : { body }
    const entry: OutboxEntry = { id, chatId, ...what, at: clock.now(), order: this.#nextOrder }
    this.#put(entry)
    this.#save(entry)
    this.#pump(chatId)
    return id
  }

  /** Sends a failed message again. */
  retry(chatId: ChatId, id: MessageId): void {
    const failed = this.of(chatId).find((waiting) => waiting.entry.id === id && waiting.status === 'failed')
    if (failed === undefined) return
    const { error: _, ...entry } = failed.entry
    this.#put(entry)
    this.#save(entry)
    this.#pump(chatId)
  }

  discard(chatId: ChatId, id: MessageId): void {
    this.#drop(chatId, id)
    this.#options.tabs.post({ type: 'drop', chatId, id })
    this.#options.store.write({ dropOutbox: [id] }, 'now').catch(() => undefined)
    this.#pump(chatId)
  }

  /** A session is open: everything that waits may go. */
  up(): void {
    this.#online = true
    this.#pumpAll()
  }

  /** The connection broke: what was unanswered is repeated on the next one. */
  down(): void {
    this.#online = false
  }

  /** The database began another life: what only its former life acknowledged is sent again. */
  renew(): void {
    for (const [chatId, lane] of this.#lanes) {
      lane.waiting = lane.waiting.map((one) => (one.status === 'sent' ? { entry: one.entry, status: 'queued' } : one))
      this.#options.onChange(chatId)
    }
  }

  /** Another person signed in. */
  clear(): void {
    for (const chatId of [...this.#lanes.keys()])
      for (const { entry } of [...this.of(chatId)]) this.#drop(chatId, entry.id)
  }

  /** Another tab wrote, retried or threw away. */
  heard(message: TabMessage): void {
    if (message.type === 'put') {
      this.#put(message.entry)
      this.#pump(message.entry.chatId)
    } else if (message.type === 'drop') this.#drop(message.chatId, message.id)
  }

  /** The ids of entries whose stored rows are held now; they are gone from here when this returns. */
  arrived(chatId: ChatId, held: HeldChat, messages: readonly Message[]): readonly MessageId[] {
    const lane = this.#lanes.get(chatId)
    if (lane === undefined || lane.waiting.length === 0) return []
    const stored = new Set(messages.map((message) => message.id))
    const ids = lane.waiting
      .filter(({ entry, row }) => stored.has(entry.id) || (row !== undefined && row.rev <= held.rev))
      .map(({ entry }) => entry.id)
    for (const id of ids) this.#drop(chatId, id)
    if (ids.length > 0) this.#pump(chatId)
    return ids
  }

  #lane(chatId: ChatId): Lane {
    const lane = this.#lanes.get(chatId) ?? {
      waiting: [],
      sending: undefined,
      failures: 0,
      timer: undefined,
      helpFromMs: 0,
    }
    this.#lanes.set(chatId, lane)
    return lane
  }

  #put(entry: OutboxEntry): void {
    const lane = this.#lane(entry.chatId)
    this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1)
    const waiting: Waiting = entry.error ? { entry, status: 'failed', error: entry.error } : { entry, status: 'queued' }
    const others = lane.waiting.filter((other) => other.entry.id !== entry.id)
    lane.waiting = [...others, waiting].sort((a, b) => byOrder(a.entry, b.entry))
    this.#options.onChange(entry.chatId)
  }

  #drop(chatId: ChatId, id: MessageId): void {
    const lane = this.#lane(chatId)
    if (lane.sending === id) lane.sending = undefined
    lane.waiting = lane.waiting.filter((waiting) => waiting.entry.id !== id)
    if (lane.waiting.length === 0) lane.helpFromMs = 0
    this.#options.onChange(chatId)
  }

  /** Writes an entry into the store; nothing is sent before that is done, or has turned out not to work. */
  #save(entry: OutboxEntry): void {
    const { store, tabs } = this.#options
    const saved = store
      .write({ outbox: [entry] }, 'now')
      .catch(() => undefined)
      .then(() => {
        this.#saving.delete(entry.id)
        // Not when it was thrown away meanwhile: the other tabs have heard that already.
        if (this.of(entry.chatId).some((waiting) => waiting.entry.id === entry.id)) tabs.post({ type: 'put', entry })
      })
    this.#saving.set(entry.id, saved)
  }

  #pumpAll(): void {
    for (const chatId of this.#lanes.keys()) this.#pump(chatId)
  }

  /** Sends the first message of a chat that waits, unless another one is unanswered. */
  #pump(chatId: ChatId): void {
    const lane = this.#lane(chatId)
    if (!this.#online || lane.sending !== undefined || lane.timer !== undefined) return
    const next = lane.waiting.find(({ status }) => status !== 'failed' && status !== 'sent')
    if (next === undefined) return
    if (!this.#leads && this.#leaveToOther(lane, chatId)) return
    lane.sending = next.entry.id
    void this.#deliver(lane, next.entry)
  }

  /** Another tab sends, unless what waits here still waits after a while. */
  #leaveToOther(lane: Lane, chatId: ChatId): boolean {
    const { clock } = this.#options
    const now = clock.now()
    if (lane.helpFromMs === 0) {
      lane.helpFromMs = now + helpOutMs
      clock.setTimeout(() => this.#pump(chatId), helpOutMs)
    }
    return now < lane.helpFromMs
  }

  #later(lane: Lane, { chatId, delayMs }: { chatId: ChatId; delayMs: number }): void {
    lane.timer = this.#options.clock.setTimeout(() => {
      lane.timer = undefined
      this.#pump(chatId)
    }, delayMs)
  }

  async #deliver(lane: Lane, entry: OutboxEntry): Promise<void> {
    const { connection, onStored } = this.#options
    const { id, chatId, body, replyTo } = entry
    await this.#saving.get(id)
    if (lane.sending !== id) return
    const unconfirmed = lane.waiting.some((waiting) => waiting.entry.id === id && waiting.status === 'unconfirmed')
    if (!unconfirmed) this.#mark(lane, { id, status: 'sending' })
    try {
      const message = { id, chatId, body, ...(replyTo && { replyTo }) }
      const row = await connection.call('messages.send', message, unconfirmedMs)
      lane.failures = 0
      this.#mark(lane, { id, status: 'sent', row })
      if (lane.sending === id) lane.sending = undefined
      onStored(row)
    } catch (thrown) {
      if (lane.sending !== id) return
      lane.sending = undefined
      this.#refused(lane, { entry, error: asParleyError(thrown) })
    }
    this.#pump(chatId)
  }

  #refused(lane: Lane, { entry, error }: { entry: OutboxEntry; error: ParleyError }): void {
    const { id, chatId } = entry
    const { connection, random } = this.#options
    const signedOut = error.code === 'unauthenticated' || error.code === 'account_disabled'
    if (signedOut) this.#online = false
    if (error.unanswered || signedOut || error.retry) {
      this.#mark(lane, { id, status: error.unanswered && connection.isOpen ? 'unconfirmed' : 'queued' })
      if (error.retry && !error.unanswered)
        this.#later(lane, { chatId, delayMs: (error.retryAfterMs ?? 250) + backoffMs(lane.failures++, random) })
      return
    }
    const failed: OutboxEntry = { ...entry, error: error.code }
    this.#put(failed)
    this.#save(failed)
  }

  #mark(lane: Lane, { id, status, row }: { id: MessageId; status: SendStatus; row?: Message }): void {
    const at = lane.waiting.findIndex((waiting) => waiting.entry.id === id)
    const waiting = lane.waiting[at]
    if (waiting === undefined || waiting.status === status) return
    lane.waiting = lane.waiting.with(at, { entry: waiting.entry, status, ...(row && { row }) })
    this.#options.onChange(waiting.entry.chatId)
  }
}
