import type { ChatId } from '@parley/protocol/ids'
import type { Latencies } from '../lib/latencies'
import type { Address } from '../wire/address'
import { Finder } from '../wire/scan'
import { firstTemplateId, SendTemplate } from '../wire/send-template'
import type { Listener } from '../wire/ws-connection'
import { WsConnection } from '../wire/ws-connection'

/** One connection of the load, and the chats it hears of. */
export interface Place {
  address: Address
  /** Calls `session.open` after the upgrade; the bare loops have no such thing. */
  session: boolean
}

/** Connects and signs in. */
export const connect = async (place: Place, listener: Listener): Promise<WsConnection> => {
  const connection = await WsConnection.open(place.address, listener)
  if (place.session) await connection.call('session.open', { token: '' })
  return connection
}

/** What a run counted. */
export interface Counts {
  /** Rows that reached a connection of the load. */
  deliveries: number
  acks: number
  failures: number
  /** Deltas that did not continue the one before: something was lost or came twice. */
  gaps: number
}

/** Counts deliveries of one chat and checks that their revs follow each other without a hole. */
export class Receiver implements Listener {
  #rev = -1
  readonly #only: Finder | undefined
  onRows: ((rows: number) => void) | undefined

  constructor(
    protected readonly counts: Counts,
    /** Set where the connection also hears of other chats: only deltas that hold this chat's id count. */
    only?: ChatId,
  ) {
    if (only !== undefined) this.#only = new Finder(Buffer.from(only))
  }

  delta(revs: { from: number; rev: number }, bytes: Buffer, range: readonly [number, number]): void {
    if (this.#only !== undefined && this.#only.find(bytes, range[0], range[1]) < 0) return
    const { from, rev } = revs
    if (this.#rev >= 0 && from !== this.#rev) this.counts.gaps++
    this.#rev = rev
    this.counts.deliveries += rev - from
    this.onRows?.(rev - from)
  }

  closed(reason: string): void {
    if (!this.leaving) console.error(`a connection of the load broke: ${reason}`)
  }
  leaving = false
}

export interface SenderSettings {
  chatId: ChatId
  textBytes: number
  /** Unanswered messages at any time. */
  inFlight: number
}

const ringSlots = 4_096

/** Keeps a number of messages unanswered, and notes how long each answer took. */
export class Sender extends Receiver {
  readonly #template: SendTemplate
  readonly #sentAt = new Float64Array(ringSlots)
  #connection: WsConnection | undefined
  #due = 0
  #running = false
  /** Told of every answer; the crash test keeps the ids of these. */
  onAck: ((messageId: string) => void) | undefined

  constructor(
    counts: Counts,
    private readonly acks: Latencies,
    private readonly settings: SenderSettings,
  ) {
    super(counts, settings.chatId)
    this.#template = SendTemplate.frame(settings)
  }

  start(connection: WsConnection): void {
    this.#connection = connection
    this.#running = true
    this.#due = this.settings.inFlight
    this.#flush()
  }

  /** Sends no more; what is unanswered stays so. */
  stop(): void {
    this.#running = false
  }

  /** Sends `count` messages now, whatever is unanswered. */
  push(connection: WsConnection, count: number): void {
    this.#connection = connection
    this.#due += count
    this.#flush()
  }

  answer(id: number, failed: boolean): void {
    const number = id - firstTemplateId
    if (failed) this.counts.failures++
    else {
      this.counts.acks++
      this.acks.add(performance.now() - (this.#sentAt[number % ringSlots] ?? 0))
      this.onAck?.(this.#template.messageId(number))
    }
    if (!this.#running) return
    if (this.#due++ === 0) queueMicrotask(() => this.#flush())
  }

  /** When the message with this number was sent. */
  sentAt(number: number): number {
    return this.#sentAt[number % ringSlots] ?? 0
  }

  #flush(): void {
    const now = performance.now()
    for (let i = 0; i < this.#due; i++) this.#sentAt[(this.#template.made + i) % ringSlots] = now
    if (this.#due > 0) this.#connection?.send(this.#template.next(this.#due))
    this.#due = 0
  }
}
