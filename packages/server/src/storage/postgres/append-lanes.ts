import type { Clock, Timer } from '../../lib/clock'
import type { Appended } from '../database'
import type { NewMessage } from '../schema'

export interface PendingAppend {
  readonly message: NewMessage
  readonly resolve: (appended: Appended) => void
  readonly reject: (error: unknown) => void
}

/** The most messages in one transaction. */
const BATCH_MESSAGES = 1_000
/** A chat with this many waiting messages gets a batch of its own. */
const BUSY_MESSAGES = 100
/** The number of concurrent batches. */
const LANES = 4
/** How long the next batch of other chats waits for the previous one. */
export const PATIENCE_MS = 100
/** After a batch this large, the next one waits until as many messages have arrived, or until a timeout. */
export const LARGE_BATCH = 64
export const GATHER_MS = 4

export interface LanesOptions {
  /** Stores a batch and settles each of its messages; never rejects. */
  readonly store: (batch: readonly PendingAppend[]) => Promise<void>
  /** Chats that always have batches of their own, because many nodes write into them and contend for their locks. */
  readonly isShared: (chatKey: number) => boolean
  readonly clock: Clock
}

/** The next batch of one lane. */
interface Batch {
  readonly batch: readonly PendingAppend[]
  /** Whether the batch is that of one busy chat. */
  readonly alone: boolean
}

/**
 * Group commit over several connections: messages that arrive during a batch form the next one. A chat is in one batch
 * at a time, so its messages keep their order. A busy chat has batches of its own, so that other chats don't wait for
 * it. All other chats wait for the previous batch, because few large batches cost less than many small ones. They
 * overtake a batch that a slow disk or another node's lock delays. Under load the next batch also waits for senders
 * that just got their response and write again. Otherwise every second batch would hold only these, and each would be
 * half as large. PostgreSQL's `commit_delay` has the same idea.
 */
export class AppendLanes {
  private readonly waitingByChat = new Map<number, PendingAppend[]>()
  /** Chats in current batches. */
  private readonly underWay = new Set<number>()
  private running = 0
  private alone = 0
  /** Runs while chats without a lane of their own wait, for the last batch or for more messages. */
  private patience: Timer | undefined
  /** Queue length that ends the wait. */
  private enough = Number.POSITIVE_INFINITY
  private count = 0
  private woken = false
  private readonly idlers: (() => void)[] = []

  constructor(private readonly options: LanesOptions) {}

  /** Messages that wait for their batch. */
  get waiting(): number {
    return this.count
  }

  add(pending: PendingAppend): void {
    const { chatKey } = pending.message
    const queue = this.waitingByChat.get(chatKey)
    if (queue) queue.push(pending)
    else this.waitingByChat.set(chatKey, [pending])
    this.count++
    if (this.woken) return
    this.woken = true
    // A burst on one socket, or on many, is read within one turn of the event loop and becomes one batch.
    setImmediate(() => {
      this.woken = false
      this.fill()
    })
  }

  /** Resolves when the queue is empty. */
  async idle(): Promise<void> {
    if (this.count + this.running > 0) await new Promise<void>((resolve) => this.idlers.push(resolve))
  }

  private fill(): void {
    if (this.count >= this.enough) this.wait(0)
    while (this.running < LANES) {
      const next = this.next()
      if (next.batch.length === 0) return
      void this.run(next)
    }
  }

  private async run({ batch, alone }: Batch): Promise<void> {
    const chats = new Set(batch.map(({ message }) => message.chatKey))
    for (const chat of chats) this.underWay.add(chat)
    this.running++
    if (alone) this.alone++
    else this.wait(PATIENCE_MS)
    await this.options.store(batch)
    if (alone) this.alone--
    else if (batch.length >= LARGE_BATCH) this.wait(GATHER_MS, Math.min(BATCH_MESSAGES, this.count + batch.length))
    else this.wait(0)
    this.running--
    for (const chat of chats) this.underWay.delete(chat)
    this.fill()
    if (this.count + this.running === 0) for (const resolve of this.idlers.splice(0)) resolve()
  }

  /** Delays all but busy chats for a time, or until enough messages wait. Replaces any earlier wait. */
  private wait(delayMs: number, enough = Number.POSITIVE_INFINITY): void {
    const { clock } = this.options
    if (this.patience) clock.clearTimeout(this.patience)
    const over = () => {
      this.patience = undefined
      this.fill()
    }
    this.patience = delayMs > 0 ? clock.setTimeout(over, delayMs) : undefined
    this.enough = enough
  }

  /** The messages of the next batch: those of one busy chat, or of many others. */
  private next(): Batch {
    const batch: PendingAppend[] = []
    for (const [chatKey, queue] of this.waitingByChat) {
      if (this.underWay.has(chatKey)) continue
      if (this.goesAlone(chatKey, queue)) {
        // One lane stays free of busy chats.
        if (batch.length > 0 || this.alone >= LANES - 1) continue
        return { batch: this.take(chatKey, queue, BATCH_MESSAGES), alone: true }
      }
      if (this.patience) continue
      batch.push(...this.take(chatKey, queue, BATCH_MESSAGES - batch.length))
      if (batch.length >= BATCH_MESSAGES) break
    }
    return { batch, alone: false }
  }

  private goesAlone(chatKey: number, queue: readonly PendingAppend[]): boolean {
    return queue.length >= BUSY_MESSAGES || this.options.isShared(chatKey)
  }

  private take(chatKey: number, queue: PendingAppend[], most: number): PendingAppend[] {
    const taken = queue.splice(0, most)
    // The rest goes to the end of the queue, so that every chat gets its turn.
    this.waitingByChat.delete(chatKey)
    if (queue.length > 0) this.waitingByChat.set(chatKey, queue)
    this.count -= taken.length
    return taken
  }
}
