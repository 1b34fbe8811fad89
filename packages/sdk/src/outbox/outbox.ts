import type { ChatId, MediaId, Message, MessageId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { newUuidV7, type RandomBytes } from '@parley/protocol/ids'
import type { Clock, SendOptions } from '../api'
import type { Connection } from '../connection/connection'
import { backoffMs } from '../lib/backoff'
import { asParleyError, type ParleyError } from '../lib/error'
import type { UploadBytes } from '../store/new-media'
import type { Forward, LocalStore, OutboxEntry, OwnBody } from '../store/store'
import type { TabMessage, Tabs } from '../store/tabs'
import { deliver } from './deliver'
import { LateMediaUploads, loadMediaUploads } from './late-media-uploads'
import type { Refusal } from './media-uploads'
import { OutboxWriter } from './outbox-writer'
import {
  byOrder,
  defer,
  idleMessage,
  isToSend,
  isUnchanged,
  mustUploadAgain,
  newSendQueue,
  nextFor,
  type QueuedMessage,
  runAt,
  type SendQueue,
  type StatusChange,
  type Step,
  type Turn,
  uploadsOf,
} from './send-queue'
import { splitRefused } from './split-refused'
import type { Upload } from './upload'
import { wireMentions } from './wire-mentions'

export type { QueuedMessage } from './send-queue'

/** A tab that is not the sending one sends what still waits after this. */
const helpOutMs = 5_000

interface NewEntry extends SendOptions {
  readonly forward?: Forward
  readonly bytes?: readonly UploadBytes[]
}

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
  /** Files are being uploaded to a chat: called again and again. */
  readonly onUploading: (chatId: ChatId) => void
}

const none: readonly QueuedMessage[] = []

/**
 * Own messages until their stored rows are there (DL24, DL25). They are persisted before they are sent, one unanswered
 * send per chat, in order, repeated with the same id. Messages whose files are uploading delay no others (DL63).
 */
export class Outbox {
  readonly #queues = new Map<ChatId, SendQueue>()
  readonly #kept: OutboxWriter
  #nextOrder = 1
  #leads = false
  #online = false
  /** How far the server's clock is ahead. */
  #aheadMs = 0
  readonly #options: OutboxOptions

  readonly #uploads: LateMediaUploads

  constructor(options: OutboxOptions) {
    this.#options = options
    const isWaiting = ({ chatId, id }: OutboxEntry) => this.of(chatId).some(({ entry }) => entry.id === id)
    this.#kept = new OutboxWriter({ ...options, isWaiting })
    const onProgress = ({ id, chatId }: OutboxEntry, progress: number) => {
      this.#mark(this.#queue(chatId), { id, status: 'sending', progress })
      options.onUploading(chatId)
    }
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

  of(chatId: ChatId): readonly QueuedMessage[] {
    return this.#queues.get(chatId)?.waiting ?? none
  }

  /** `bytes` are those of the uploads that the message shows. */
  send(chatId: ChatId, body: OwnBody, { replyTo, bytes, forward, ...named }: NewEntry = {}): MessageId {
    const { clock } = this.#options
    const id = this.#newId()
    const what = { body, ...(replyTo && { replyTo }), ...(forward && { forward }), ...wireMentions(named) }
    const entry: OutboxEntry = { id, chatId, ...what, at: clock.now(), order: this.#nextOrder }
    this.#put(entry)
    this.#kept.save(
      [entry],
      bytes?.map(([mediaId, one]) => [id, mediaId, one]),
    )
    this.#pump(chatId)
    return id
  }

  /** The bytes of an upload whose message waits. */
  async bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.#kept.bytes(id, mediaId)
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
  up(serverAheadMs = 0): void {
    this.#online = true
    this.#aheadMs = serverAheadMs
    // The server may have dropped uploads meanwhile, or be another one: it is asked again.
    for (const { uploaded } of this.#queues.values()) uploaded.clear()
    this.#pumpAll()
  }

  /** The flood brake's mute ended before its time. */
  release(): void {
    for (const { waiting } of this.#queues.values())
      for (const { entry } of waiting) {
        const { heldUntil, ...free } = entry
        if (heldUntil !== undefined) this.#change(free)
      }
  }

  /** The connection broke: what was unanswered is repeated on the next one. */
  down(): void {
    this.#online = false
  }

  /** The database began another life: what only its former life acknowledged is sent again. */
  renew(): void {
    for (const [chatId, queue] of this.#queues) {
      queue.waiting = queue.waiting.map((one) => (one.status === 'sent' ? { entry: one.entry, status: 'queued' } : one))
      this.#options.onChange(chatId)
    }
  }

  /** Another person signed in. */
  clear(): void {
    for (const chatId of [...this.#queues.keys()])
      for (const { entry } of [...this.of(chatId)]) this.#drop(chatId, entry.id)
  }

  /** Another tab wrote, retried or threw away. */
  onTabMessage(message: TabMessage): void {
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
    const queue = this.#queues.get(chatId)
    if (queue === undefined || queue.waiting.length === 0) return []
    const stored = new Set(messages.map((message) => message.id))
    const ids = queue.waiting
      .filter(({ entry, row }) => stored.has(entry.id) || (row !== undefined && row.rev <= held.rev))
      .map(({ entry }) => entry.id)
    for (const id of ids) this.#drop(chatId, id)
    if (ids.length > 0) this.#pump(chatId)
    return ids
  }

  #queue(chatId: ChatId): SendQueue {
    const queue = this.#queues.get(chatId) ?? newSendQueue()
    this.#queues.set(chatId, queue)
    return queue
  }

  #newId(): MessageId {
    return newUuidV7(this.#options.clock.now(), this.#options.random) as MessageId
  }

  #put(entry: OutboxEntry): void {
    const queue = this.#queue(entry.chatId)
    this.#nextOrder = Math.max(this.#nextOrder, entry.order + 1)
    const waiting = idleMessage(entry)
    if (!isToSend(waiting)) this.#giveUp(queue, entry.id)
    const others = queue.waiting.filter((other) => other.entry.id !== entry.id)
    queue.waiting = [...others, waiting].sort((a, b) => byOrder(a.entry, b.entry))
    if (entry.heldUntil !== undefined) runAt(this.#options.clock, entry.heldUntil, () => this.#pump(entry.chatId))
    this.#options.onChange(entry.chatId)
  }

  #drop(chatId: ChatId, id: MessageId): void {
    const queue = this.#queue(chatId)
    this.#giveUp(queue, id)
    this.#kept.forget(id)
    queue.waiting = queue.waiting.filter((waiting) => waiting.entry.id !== id)
    if (queue.waiting.length === 0) queue.helpFromMs = 0
    this.#options.onChange(chatId)
  }

  /** Ends an attempt to send a message. */
  #giveUp(queue: SendQueue, id: MessageId): void {
    for (const turn of Object.values(queue.turns)) if (turn.id === id) turn.id = undefined
    queue.uploaded.delete(id)
    this.#uploads.end(id)
  }

  /** Another thing shall become of a message that waits. */
  #change(entry: OutboxEntry): void {
    this.#put(entry)
    this.#kept.save([entry])
    this.#pump(entry.chatId)
  }

  #pumpAll(): void {
    for (const chatId of this.#queues.keys()) this.#pump(chatId)
  }

  /** Lets the first messages of a chat that can go on do so, unless others are at it. */
  #pump(chatId: ChatId): void {
    for (const step of ['upload', 'send'] as const) this.#begin(chatId, step)
  }

  #begin(chatId: ChatId, step: Step): void {
    const queue = this.#queue(chatId)
    const turn = queue.turns[step]
    if (!this.#online || turn.id !== undefined || turn.timer !== undefined) return
    const next = nextFor(queue, step, this.#options.clock.now())
    if (next === undefined) return
    if (!this.#leads && this.#leaveToOther(queue, chatId)) return
    turn.id = next.entry.id
    void this.#runStep(queue, step, next.entry)
  }

  /** Another tab sends, unless what waits here still waits after a while. */
  #leaveToOther(queue: SendQueue, chatId: ChatId): boolean {
    const { clock } = this.#options
    const now = clock.now()
    if (queue.helpFromMs === 0) {
      queue.helpFromMs = now + helpOutMs
      clock.setTimeout(() => this.#pump(chatId), helpOutMs)
    }
    return now < queue.helpFromMs
  }

  #later(turn: Turn, { chatId, delayMs }: { chatId: ChatId; delayMs: number }): void {
    turn.timer = this.#options.clock.setTimeout(() => {
      turn.timer = undefined
      this.#pump(chatId)
    }, delayMs)
  }

  /** Does one step for a message. */
  async #runStep(queue: SendQueue, step: Step, entry: OutboxEntry): Promise<void> {
    const { id, chatId } = entry
    const turn = queue.turns[step]
    const attempt = ++turn.attempt
    const isCurrent = () => turn.id === id && turn.attempt === attempt
    await this.#kept.saved(id)
    if (!isCurrent()) return
    if (queue.waiting.some((waiting) => waiting.entry.id === id && waiting.status === 'queued'))
      this.#mark(queue, { id, status: 'sending' })
    try {
      if (step === 'send') await this.#deliver(queue, entry, isCurrent)
      else await this.#bring(queue, entry, isCurrent)
    } catch (thrown) {
      if (!isCurrent()) return
      turn.id = undefined
      const error = asParleyError(thrown)
      if (step === 'send' && mustUploadAgain(entry, error)) this.#uploadAgain(queue, entry, error)
      else this.#refused(queue, { step, entry, error })
    }
    this.#pump(chatId)
  }

  async #deliver(queue: SendQueue, entry: OutboxEntry, isCurrent: () => boolean): Promise<void> {
    const { send } = queue.turns
    const row = await deliver(this.#options.connection, entry)
    send.failures = 0
    this.#mark(queue, { id: entry.id, status: 'sent', row })
    if (isCurrent()) send.id = undefined
    this.#options.onStored(row)
  }

  /** Uploads what a message shows, unless the attempt is given up meanwhile. */
  async #bring(queue: SendQueue, entry: OutboxEntry, isCurrent: () => boolean): Promise<void> {
    const media = uploadsOf(entry)
    if (media) {
      const { body, refused } = await this.#uploads.uploadFiles(entry, media)
      if (!isCurrent()) return
      if (body !== media) await this.#part({ ...entry, body }, refused)
      if (!isCurrent()) return
    }
    const { upload } = queue.turns
    upload.failures = 0
    upload.id = undefined
    queue.uploaded.add(entry.id)
  }

  /** Keeps what an album had to be parted from as failed messages behind it, in one write with what is left of the album. */
  async #part(rest: OutboxEntry, refused: readonly Refusal[]): Promise<void> {
    const { onChange } = this.#options
    const { chatId } = rest
    const { parted, bytes } = await splitRefused(rest, refused, {
      newId: () => this.#newId(),
      bytes: this.bytes.bind(this),
    })
    const queue = this.#queue(chatId)
    const place = queue.waiting.findIndex(({ entry }) => entry.id === rest.id)
    const known = queue.waiting[place]
    // Thrown away meanwhile, with everything that belongs to it.
    if (known === undefined) return
    queue.waiting = queue.waiting.with(place, { ...known, entry: rest })
    for (const entry of parted) this.#put(entry)
    onChange(chatId)
    this.#kept.save([rest, ...parted], bytes)
    await this.#kept.saved(rest.id)
  }

  #refused(queue: SendQueue, { step, entry, error }: { step: Step; entry: OutboxEntry; error: ParleyError }): void {
    const { id, chatId } = entry
    const { connection, random } = this.#options
    const signedOut = error.code === 'unauthenticated' || error.code === 'account_disabled'
    if (signedOut) this.#online = false
    if (error.unanswered || signedOut || error.retry) {
      const unanswered = error.unanswered && connection.isOpen
      this.#mark(queue, { id, status: unanswered && step === 'send' ? 'unconfirmed' : 'queued' })
      // An upload may fail on a working connection: it is not repeated at once, again and again.
      const waits = error.unanswered ? step === 'upload' && connection.isOpen : error.retry
      if (waits && !signedOut) {
        const turn = queue.turns[step]
        this.#later(turn, { chatId, delayMs: (error.retryAfterMs ?? 250) + backoffMs(turn.failures++, random) })
      }
      return
    }
    const until = error.code === 'flood_muted' ? error.until : undefined
    this.#change({ ...entry, ...(until === undefined ? { error: error.code } : { heldUntil: until - this.#aheadMs }) })
  }

  /** Looks at the uploads of a message again: when they are being checked, after a while. */
  #uploadAgain(queue: SendQueue, { id, chatId }: OutboxEntry, error: ParleyError): void {
    queue.uploaded.delete(id)
    if (error.code !== 'media_checking') return
    this.#mark(queue, { id, status: 'checking' })
    defer(queue, id, { clock: this.#options.clock, error, onEnd: () => this.#pump(chatId) })
  }

  #mark(queue: SendQueue, { id, ...now }: StatusChange): void {
    const at = queue.waiting.findIndex((waiting) => waiting.entry.id === id)
    const waiting = queue.waiting[at]
    if (waiting === undefined || isUnchanged(waiting, now)) return
    queue.waiting = queue.waiting.with(at, { entry: waiting.entry, ...now })
    this.#options.onChange(waiting.entry.chatId)
  }
}
