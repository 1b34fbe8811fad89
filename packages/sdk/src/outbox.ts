import type { ChatId, Message, MessageId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock, SendOptions } from './api'
import { backoffMs } from './backoff'
import type { Connection } from './connection'
import { asParleyError, type ParleyError } from './error'
import { byOrder, type Lane, type Mark, newLane, sentBody, type Waiting } from './lane'
import { naming } from './naming'
import { PictureUploads } from './picture-uploads'
import type { LocalStore, OutboxEntry, OwnBody } from './store/store'
import type { TabMessage, Tabs } from './tabs'
import type { Upload } from './upload'

export type { Waiting } from './lane'

/** Without an answer for this long a message counts as unconfirmed and is repeated. */
const unconfirmedMs = 15_000
/** A tab that is not the sending one sends what still waits after this. */
const helpOutMs = 5_000

export interface OutboxOptions {
  readonly clock: Clock
  readonly random: RandomBytes
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly connection: Connection
  readonly upload: Upload
  /** A message was acknowledged: applies its row. */
  readonly onStored: (row: Message) => void
  readonly onChange: (chatId: ChatId) => void
}

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

  readonly #uploads: PictureUploads

  constructor(options: OutboxOptions) {
    this.#options = options
    const onProgress = (entry: OutboxEntry, progress: number) =>
      this.#mark(this.#lane(entry.chatId), { id: entry.id, status: 'sending', progress })
    this.#uploads = new PictureUploads({ ...options, onProgress })
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

  /** `bytes` are those of a picture. */
  send(chatId: ChatId, body: OwnBody, { replyTo, bytes, ...named }: SendOptions & { bytes?: Blob } = {}): MessageId {
    const { clock, random } = this.#options
    const id = newUuidV7(clock.now(), random) as MessageId
    const what = { body, ...(replyTo && { replyTo }), ...naming(named) }
    const entry: OutboxEntry = { id, chatId, ...what, at: clock.now(), order: this.#nextOrder }
    this.#put(entry)
    this.#save(entry, bytes)
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
      const { entry, bytes } = message
      if (bytes) this.#options.store.write({ bytes: [[entry.id, bytes]] }, 'now').catch(() => undefined)
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
    const lane = this.#lanes.get(chatId) ?? newLane()
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
    this.#uploads.end(id)
    lane.waiting = lane.waiting.filter((waiting) => waiting.entry.id !== id)
    if (lane.waiting.length === 0) lane.helpFromMs = 0
    this.#options.onChange(chatId)
  }

  /** Writes an entry into the store; nothing is sent before that is done, or has turned out not to work. */
  #save(entry: OutboxEntry, bytes?: Blob): void {
    const { store, tabs } = this.#options
    const saved = store
      .write({ outbox: [entry], ...(bytes && { bytes: [[entry.id, bytes]] }) }, 'now')
      .catch(() => undefined)
      .then(() => {
        this.#saving.delete(entry.id)
        // Not when it was thrown away meanwhile: the other tabs have heard that already.
        if (this.of(entry.chatId).some((waiting) => waiting.entry.id === entry.id))
          tabs.post({ type: 'put', entry, ...(bytes && !store.persistent && { bytes }) })
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
      if (body.type === 'image') {
        await this.#uploads.bring(entry, body)
        if (lane.sending !== id) return
      }
      const message = { id, chatId, body: sentBody(body), ...(replyTo && { replyTo }), ...naming(entry) }
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
      // An upload may fail while the connection is well: it is not tried again and again at once.
      const waits = error.unanswered ? entry.body.type === 'image' && connection.isOpen : error.retry
      if (waits && !signedOut)
        this.#later(lane, { chatId, delayMs: (error.retryAfterMs ?? 250) + backoffMs(lane.failures++, random) })
      return
    }
    const failed: OutboxEntry = { ...entry, error: error.code }
    this.#put(failed)
    this.#save(failed)
  }

  #mark(lane: Lane, { id, status, row, progress }: Mark): void {
    const at = lane.waiting.findIndex((waiting) => waiting.entry.id === id)
    const waiting = lane.waiting[at]
    if (waiting === undefined || (waiting.status === status && waiting.progress === progress)) return
    const more = { ...(row && { row }), ...(progress !== undefined && { progress }) }
    lane.waiting = lane.waiting.with(at, { entry: waiting.entry, status, ...more })
    this.#options.onChange(waiting.entry.chatId)
  }
}
