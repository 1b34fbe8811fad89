import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'

/** A message that a person wrote, as their device took it. */
export interface Written {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly device: string
  /** It shows a file, so that later messages without one may pass it. */
  readonly hasFile?: true
}

/** A message with the number of times that its device had been signed out on purpose. */
interface Taken extends Written {
  readonly life: number
}

const isMessage = (value: object): value is Message =>
  'seq' in value && 'senderId' in value && 'body' in value && 'chatId' in value

/** All messages anywhere in an answer or event. */
export function* messagesIn(value: unknown): Generator<Message> {
  if (typeof value !== 'object' || value === null) return
  if (isMessage(value)) yield value
  else for (const part of Object.values(value)) yield* messagesIn(part)
}

/** Everything that somebody was told, to be held against what is there in the end. */
export class Ledger {
  /** In the order in which each device took them. */
  written: Taken[] = []
  /** Messages that were wiped from a device, sent or not. */
  readonly wiped = new Set<MessageId>()
  private readonly lives = new Map<string, number>()
  /** What the server handed to the network: chat, seq, message, and to whom. */
  private readonly shown = new Map<string, { message: Message; to: Set<UserId> }>()
  /** Messages that were refused for good at some time: the person knows that they failed, and they have no place in the order. */
  readonly refused = new Set<MessageId>()
  /** Sends under way, by connection and call. */
  private readonly sends = new Map<string, MessageId>()
  readonly wrong: string[] = []
  frames = 0

  write(written: Written): void {
    this.written.push({ ...written, life: this.lives.get(written.device) ?? 0 })
  }

  /** A device is wiped: what was not stored yet may never be. */
  signOut(device: string): void {
    this.lives.set(device, (this.lives.get(device) ?? 0) + 1)
    for (const written of this.written) if (written.device === device) this.wiped.add(written.id)
  }

  /** A frame that a client handed over. */
  call(frame: string, connection: number): void {
    if (!frame.includes('"messages.send"')) return
    const { id, params } = JSON.parse(frame) as { id: number; params: { id: MessageId } }
    this.sends.set(`${connection} ${id}`, params.id)
  }

  /** A frame that a server handed over, which may refuse a call for good. */
  answer(frame: string, connection: number): void {
    // A message that found no session waits for the next one.
    if (!frame.includes('"retry":false') || frame.includes('"unauthenticated"')) return
    const { id } = JSON.parse(frame) as { id?: number }
    const message = this.sends.get(`${connection} ${id}`)
    if (message) this.refused.add(message)
  }

  /** A frame that a server handed over for somebody. */
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

  /** The database began another life, from a backup: what was shown before counts no more. */
  restored(): void {
    const shown = new Set([...this.shown.values()].map(({ message }) => message.id))
    this.written = this.written.filter(({ id }) => !shown.has(id))
    this.shown.clear()
  }

  /** Every message that was shown, with those whom it was shown to. */
  *everythingShown(): Generator<{ readonly message: Message; readonly to: ReadonlySet<UserId> }> {
    yield* this.shown.values()
  }
}
