import type { ChatId, MediaId, Message, MessageId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock, SendOptions } from './api'
import { backoffMs } from './backoff'
import type { Connection } from './connection'
import { asParleyError, type ParleyError } from './error'
import { atRest, byOrder, isToSend, type Lane, type Mark, newLane, sentBody, uploadsOf, type Waiting } from './lane'
import { LateMediaUploads, loadMediaUploads } from './late-media-uploads'
import { bodyOfItem } from './media-body'
import type { Refusal } from './media-uploads'
import { naming } from './naming'
import type { UploadBytes } from './new-media'
import type { Forward, LocalStore, OutboxEntry, OwnBody } from './store/store'
import type { TabMessage, Tabs } from './tabs'
import type { Upload } from './upload'

export type { Waiting } from './lane'

/** Without an answer for this long a message counts as unconfirmed and is repeated. */
const unconfirmedMs = 15_000
/** A tab that is not the sending one sends what still waits after this. */
const helpOutMs = 5_000

interface NewEntry extends SendOptions {
  readonly forward?: Forward
  readonly bytes?: readonly UploadBytes[]
}

/** The bytes of an upload of a message. */
type EntryBytes = readonly [MessageId, MediaId, Blob]

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
  /** Bytes that could not be stored. */
  readonly #unsaved = new Map<MessageId, ReadonlyMap<MediaId, Blob>>()
  #nextOrder = 1
  #leads = false
  #online = false
  readonly #options: OutboxOptions

  readonly #uploads: LateMediaUploads

  constructor(options: OutboxOptions) {
    this.#options = options
    const onProgress = (entry: OutboxEntry, progress: number) =>
      this.#mark(this.#lane(entry.chatId), { id: entry.id, status: 'sending', progress })
    this.#uploads = new LateMediaUploads(async () => {
      const { MediaUploads } = await loadMediaUploads()
      return new MediaUploads({ ...options, bytes: (...of) => this.bytes(...of), onProgress })
    })
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

  /** `bytes` are those of the uploads that the message shows. */
  send(chatId: ChatId, body: OwnBody, { replyTo, bytes, forward, ...named }: NewEntry = {}): MessageId {
    const { clock } = this.#options
    const id = this.#newId()
    const what = { body, ...(replyTo && { replyTo }), ...(forward && { forward }), ...naming(named) }
    const entry: OutboxEntry = { id, chatId, ...what, at: clock.now(), order: this.#nextOrder }
    this.#put(entry)
    this.#save(
      [entry],
      bytes?.map(([mediaId, one]) => [id, mediaId, one]),
    )
    this.#pump(chatId)
    return id
  }

  /** The bytes of an upload whose message waits. */
  async bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.#unsaved.get(id)?.get(mediaId) ?? this.#options.store.bytes(id, mediaId)
  }

  /** Sends a failed message again. */
  retry(chatId: ChatId, id: MessageId): void {
    const failed = this.of(chatId).find((waiting) => waiting.entry.id === id && waiting.status === 'failed')
    if (failed === undefined) return
    const { error: _, ...entry } = failed.entry
    this.#change(entry)
  }

  /** Stops the uploads of a message; those behind it go. */
  pause(chatId: ChatId, id: MessageId): void {
    const running = this.of(chatId).find((waiting) => waiting.entry.id === id && isToSend(waiting))
    if (running && uploadsOf(running.entry)) this.#change({ ...running.entry, paused: true })
  }

  resume(chatId: ChatId, id: MessageId): void {
    const held = this.of(chatId).find((waiting) => waiting.entry.id === id && waiting.status === 'paused')
    if (held === undefined) return
    const { paused: _, ...entry } = held.entry
    this.#change(entry)
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
      const known = bytes?.map(([mediaId, one]) => [entry.id, mediaId, one] as const)
      if (known) this.#options.store.write({ bytes: known }, 'now').catch(() => undefined)
      this.#put(entry)
      this.#pump(entry.chatId)
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

  #newId(): MessageId {
    return newUuidV7(this.#options.clock.now(), this.#options.random) as MessageId
  }

  #put(entry: OutboxEntry): void {
    const lane = this.#lane(entry.chatId)
    this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1)
    const waiting = atRest(entry)
    if (!isToSend(waiting)) this.#giveUp(lane, entry.id)
    const others = lane.waiting.filter((other) => other.entry.id !== entry.id)
    lane.waiting = [...others, waiting].sort((a, b) => byOrder(a.entry, b.entry))
    this.#options.onChange(entry.chatId)
  }

  #drop(chatId: ChatId, id: MessageId): void {
    const lane = this.#lane(chatId)
    this.#giveUp(lane, id)
    this.#unsaved.delete(id)
    lane.waiting = lane.waiting.filter((waiting) => waiting.entry.id !== id)
    if (lane.waiting.length === 0) lane.helpFromMs = 0
    this.#options.onChange(chatId)
  }

  /** Ends an attempt to send a message. */
  #giveUp(lane: Lane, id: MessageId): void {
    if (lane.sending === id) lane.sending = undefined
    this.#uploads.end(id)
  }

  /** Another thing shall become of a message that waits. */
  #change(entry: OutboxEntry): void {
    this.#put(entry)
    this.#save([entry])
    this.#pump(entry.chatId)
  }

  /** Writes entries into the store, together; nothing is sent before that is done, or has turned out not to work. */
  #save(entries: readonly OutboxEntry[], bytes: readonly EntryBytes[] = []): void {
    const { store, tabs } = this.#options
    const saved = store
      .write({ outbox: entries, ...(bytes.length > 0 && { bytes }) }, 'now')
      .catch(() => this.#hold(bytes))
      .then(() => {
        for (const entry of entries) {
          if (this.#saving.get(entry.id) === saved) this.#saving.delete(entry.id)
          // Not when it was thrown away meanwhile: the other tabs have heard that already.
          if (!this.of(entry.chatId).some((waiting) => waiting.entry.id === entry.id)) continue
          const own = store.persistent ? [] : bytes.filter(([id]) => id === entry.id)
          const more = own.length > 0 && { bytes: own.map(([, mediaId, one]): UploadBytes => [mediaId, one]) }
          tabs.post({ type: 'put', entry, ...more })
        }
      })
    for (const entry of entries) this.#saving.set(entry.id, saved)
  }

  /** Keeps bytes that the store has no room for: they are sent, and lost with this page. */
  #hold(bytes: readonly EntryBytes[]): void {
    for (const [id, mediaId, one] of bytes) this.#unsaved.set(id, new Map(this.#unsaved.get(id)).set(mediaId, one))
  }

  #pumpAll(): void {
    for (const chatId of this.#lanes.keys()) this.#pump(chatId)
  }

  /** Sends the first message of a chat that waits, unless another one is unanswered. */
  #pump(chatId: ChatId): void {
    const lane = this.#lane(chatId)
    if (!this.#online || lane.sending !== undefined || lane.timer !== undefined) return
    const next = lane.waiting.find(isToSend)
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
    const { onStored } = this.#options
    const { id, chatId } = entry
    const attempt = ++lane.attempt
    const isCurrent = () => lane.sending === id && lane.attempt === attempt
    await this.#saving.get(id)
    if (!isCurrent()) return
    const unconfirmed = lane.waiting.some((waiting) => waiting.entry.id === id && waiting.status === 'unconfirmed')
    if (!unconfirmed) this.#mark(lane, { id, status: 'sending' })
    try {
      const body = await this.#bring(entry, isCurrent)
      if (body === undefined) return
      const row = await this.#call(entry, body)
      lane.failures = 0
      this.#mark(lane, { id, status: 'sent', row })
      if (isCurrent()) lane.sending = undefined
      onStored(row)
    } catch (thrown) {
      if (!isCurrent()) return
      lane.sending = undefined
      this.#refused(lane, { entry, error: asParleyError(thrown) })
    }
    this.#pump(chatId)
  }

  #call(entry: OutboxEntry, body: OwnBody): Promise<Message> {
    const { connection } = this.#options
    const { id, chatId, replyTo, forward } = entry
    if (forward) {
      const { from, withName } = forward
      return connection.call('messages.forward', { id, chatId, from, withName }, unconfirmedMs)
    }
    const message = { id, chatId, body: sentBody(body), ...(replyTo && { replyTo }), ...naming(entry) }
    return connection.call('messages.send', message, unconfirmedMs)
  }

  /** Uploads what a message shows; returns what is left to send, undefined when the attempt was given up meanwhile. */
  async #bring(entry: OutboxEntry, isCurrent: () => boolean): Promise<OwnBody | undefined> {
    const media = uploadsOf(entry)
    if (media === undefined) return entry.body
    const { body, refused } = await this.#uploads.bring(entry, media)
    if (!isCurrent()) return undefined
    if (body === media) return body
    await this.#part({ ...entry, body }, refused)
    return isCurrent() ? body : undefined
  }

  /** Keeps what an album had to be parted from as failed messages behind it, in one write with what is left of the album. */
  async #part(rest: OutboxEntry, refused: readonly Refusal[]): Promise<void> {
    const { onChange } = this.#options
    const { chatId, at, order } = rest
    const parted: OutboxEntry[] = []
    const bytes: EntryBytes[] = []
    for (const { item, error } of refused) {
      const id = this.#newId()
      parted.push({ id, chatId, body: bodyOfItem(item), at, order, error: error.code })
      const poster = item.kind === 'video' ? item.poster : undefined
      for (const mediaId of [item.mediaId, ...(poster ? [poster] : [])]) {
        const one = await this.bytes(rest.id, mediaId)
        if (one) bytes.push([id, mediaId, one])
      }
    }
    const lane = this.#lane(chatId)
    const place = lane.waiting.findIndex(({ entry }) => entry.id === rest.id)
    const known = lane.waiting[place]
    // Thrown away meanwhile, with everything that belongs to it.
    if (known === undefined) return
    lane.waiting = lane.waiting.with(place, { ...known, entry: rest })
    for (const entry of parted) this.#put(entry)
    onChange(chatId)
    this.#save([rest, ...parted], bytes)
    await this.#saving.get(rest.id)
  }

  #refused(lane: Lane, { entry, error }: { entry: OutboxEntry; error: ParleyError }): void {
    const { id, chatId } = entry
    const { connection, random } = this.#options
    const signedOut = error.code === 'unauthenticated' || error.code === 'account_disabled'
    if (signedOut) this.#online = false
    if (error.unanswered || signedOut || error.retry) {
      this.#mark(lane, { id, status: error.unanswered && connection.isOpen ? 'unconfirmed' : 'queued' })
      // An upload may fail while the connection is well: it is not tried again and again at once.
      const waits = error.unanswered ? uploadsOf(entry) !== undefined && connection.isOpen : error.retry
      if (waits && !signedOut)
        this.#later(lane, { chatId, delayMs: (error.retryAfterMs ?? 250) + backoffMs(lane.failures++, random) })
      return
    }
    const failed: OutboxEntry = { ...entry, error: error.code }
    this.#put(failed)
    this.#save([failed])
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
