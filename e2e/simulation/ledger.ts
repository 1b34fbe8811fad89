import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'

/** A message that a user wrote, as their device accepted it. */
export interface Written {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly device: string
  /** True if it shows a file. Later messages without a file may overtake it. */
  readonly hasFile?: true
}

/** A message with the number of intentional sign-outs of its device so far. */
interface Taken extends Written {
  readonly life: number
}

const isMessage = (value: object): value is Message =>
  'seq' in value && 'senderId' in value && 'body' in value && 'chatId' in value

/** All messages in a response or event. */
export function* messagesIn(value: unknown): Generator<Message> {
  if (typeof value !== 'object' || value === null) return
  if (isMessage(value)) yield value
  else for (const part of Object.values(value)) yield* messagesIn(part)
}

/** Records everything that the server sent to users, for a comparison with the final data. */
export class Ledger {
  /** In the order in which each device accepted them. */
  written: Taken[] = []
  /** Messages that were wiped from a device, sent or not. */
  readonly wiped = new Set<MessageId>()
  private readonly lives = new Map<string, number>()
  /** Messages that the server passed to the network, with chat, seq and recipients. */
  private readonly shown = new Map<string, { message: Message; to: Set<UserId> }>()
  /**
   * Messages that were refused for good at some time. Their authors know that they failed, and they have no place in
   * the order.
   */
  readonly refused = new Set<MessageId>()
  /** Sends in progress, by connection and call. */
  private readonly sends = new Map<string, MessageId>()
  readonly wrong: string[] = []
  frames = 0

  write(written: Written): void {
    this.written.push({ ...written, life: this.lives.get(written.device) ?? 0 })
  }

  /** A device is wiped. Messages that aren't stored yet may be lost. */
  signOut(device: string): void {
    this.lives.set(device, (this.lives.get(device) ?? 0) + 1)
    for (const written of this.written) if (written.device === device) this.wiped.add(written.id)
  }

  /** Handles a frame that a client sent. */
  onClientFrame(frame: string, connection: number): void {
    if (!frame.includes('"messages.send"')) return
    const { id, params } = JSON.parse(frame) as { id: number; params: { id: MessageId } }
    this.sends.set(`${connection} ${id}`, params.id)
  }

  /** Handles a frame that a server sent, which may refuse a call for good. */
  onServerFrame(frame: string, connection: number): void {
    // A message without a valid session waits for the next session.
    if (!frame.includes('"retry":false') || frame.includes('"unauthenticated"')) return
    const { id } = JSON.parse(frame) as { id?: number }
    const message = this.sends.get(`${connection} ${id}`)
    if (message) this.refused.add(message)
  }

  /** Handles a frame that a server sent to a user. */
  show(frame: string, to: UserId): void {
    this.frames++
    if (!frame.includes('"senderId"')) return
    for (const message of messagesIn(JSON.parse(frame))) {
      const key = `${message.chatId} ${message.seq}`
      const known = this.shown.get(key)
      if (known) known.to.add(to)
      else this.shown.set(key, { message, to: new Set([to]) })
      if (known && known.message.id !== message.id)
        this.wrong.push(`seq ${message.seq} of ${message.chatId} was ${known.message.id}, then ${message.id}`)
    }
  }

  /** The database was restored from a backup. Messages shown before no longer count. */
  onRestore(): void {
    const shown = new Set([...this.shown.values()].map(({ message }) => message.id))
    this.written = this.written.filter(({ id }) => !shown.has(id))
    this.shown.clear()
  }

  /** Every message that was shown, with its recipients. */
  *everythingShown(): Generator<{ readonly message: Message; readonly to: ReadonlySet<UserId> }> {
    yield* this.shown.values()
  }
}
