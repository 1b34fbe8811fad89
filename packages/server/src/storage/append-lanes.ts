import type { Clock, Timer } from '../lib/clock'
import type { Appended } from './database'
import type { NewMessage } from './schema'

export interface PendingAppend {
  readonly message: NewMessage
  readonly resolve: (appended: Appended) => void
  readonly reject: (error: unknown) => void
}

/** Messages that one transaction takes at the most. */
const BATCH_MESSAGES = 1_000
/** From so many waiting messages on, a chat goes alone. */
const BUSY_MESSAGES = 100
/** Batches that are stored at the same time. */
const LANES = 4
/** As long as this the next batch of chats that are not busy waits for the one before it. */
export const PATIENCE_MS = 100
/** After a batch of so many the next one waits a moment more, until as many came as were answered, or at most for a time. */
export const LARGE_BATCH = 64
export const GATHER_MS = 4

export interface LanesOptions {
  /** Stores a batch and settles each of it; never rejects. */
  readonly store: (batch: readonly PendingAppend[]) => Promise<void>
  /** Chats that always go alone, because many nodes write into them and wait for each other there. */
  readonly isShared: (chatKey: number) => boolean
  readonly clock: Clock
}

/** What one lane stores next. */
interface Batch {
  readonly batch: readonly PendingAppend[]
  /** A busy chat, and nothing else. */
  readonly alone: boolean
}

/**
 * Group commit over several connections: what arrives while a batch is being stored goes into the next. A chat is in one
 * batch at a time, so its messages keep their order; a busy one is in a batch of its own, so that others do not wait for it.
 * What is not busy waits for the batch before it, because few large batches cost less than many small ones; but not for one
 * that is held up, by a slow disk or by a chat that another node has locked. Under load the next batch also waits for those who
 * just had their answer and write again, else every second batch would be theirs, and each half as large: the idea is that of
 * PostgreSQL's `commit_delay`.
 */
export class AppendLanes {
  private readonly waitingByChat = new Map<number, PendingAppend[]>()
  /** Chats whose batch is under way. */
  private readonly underWay = new Set<number>()
  private running = 0
  private alone = 0
  /** Runs while chats that are not busy wait: for the batch that began last, or for more to go with them. */
  private patience: Timer | undefined
  /** How many have to wait for them to wait no longer. */
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
    // A burst on one socket, or on many at once, is read within one turn of the event loop: it becomes one batch.
    setImmediate(() => {
      this.woken = false
      this.fill()
    })
  }

  /** Resolves when nothing is left to store. */
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

  /** Holds back what is not busy for a time, or until enough of it waits, and no longer for what it waited before. */
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

  /** The messages of the next batch: one busy chat, or many that are not. */
  private next(): Batch {
    const batch: PendingAppend[] = []
    for (const [chatKey, queue] of this.waitingByChat) {
      if (this.underWay.has(chatKey)) continue
      if (this.goesAlone(chatKey, queue)) {
        // One lane stays free of them.
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
    // What is left goes to the end, so that every chat has its turn.
    this.waitingByChat.delete(chatKey)
    if (queue.length > 0) this.waitingByChat.set(chatKey, queue)
    this.count -= taken.length
    return taken
  }
}
