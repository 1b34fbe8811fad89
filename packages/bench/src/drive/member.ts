import type { ChatId } from '@parley/protocol/ids'
import type { Latencies } from '../lib/latencies'
import type { Address } from '../wire/address'
import { Finder } from '../wire/scan'
import { firstTemplateId, SendTemplate } from '../wire/send-template'
import type { Listener } from '../wire/ws-connection'
import { WsConnection } from '../wire/ws-connection'

/** The address of one connection of the load. */
export interface ConnectionTarget {
  address: Address
  /** Calls `session.open` after the upgrade. The bare loops have no sessions. */
  session: boolean
}

export const connect = async (place: ConnectionTarget, listener: Listener): Promise<WsConnection> => {
  const connection = await WsConnection.open(place.address, listener)
  if (place.session) await connection.call('session.open', { token: '' })
  return connection
}

/** The counts of a run. */
export interface Counts {
  /** Rows that reached a connection of the load. */
  deliveries: number
  acks: number
  failures: number
  /** Deltas that did not continue the previous one: something was lost or came twice. */
  gaps: number
}

/** Counts the deliveries of one chat and checks that their revs are consecutive. */
export class Receiver implements Listener {
  #rev = -1
  readonly #only: Finder | undefined
  onRows: ((rows: number) => void) | undefined

  constructor(
    protected readonly counts: Counts,
    /** Set when the connection also receives other chats. Then only deltas with this chat's id count. */
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
    if (!this.closing) console.error(`a connection of the load broke: ${reason}`)
  }
  closing = false
}

export interface SenderSettings {
  chatId: ChatId
  textBytes: number
  /** Pending messages at any time. */
  inFlight: number
}

const ringSlots = 4_096

/** Keeps a number of messages pending, and records the time to each response. */
export class Sender extends Receiver {
  readonly #template: SendTemplate
  readonly #sentAt = new Float64Array(ringSlots)
  #connection: WsConnection | undefined
  #due = 0
  #running = false
  /** Called with every acknowledged message; the crash test keeps the ids. */
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

  /** Stops sending. Pending messages stay pending. */
  stop(): void {
    this.#running = false
  }

  /** Sends `count` messages now, regardless of pending ones. */
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
