import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { Random } from '@parley/server/src/testing/random'
import { Refusal } from './people'
import { Disconnected, RpcSocket } from './rpc-socket'

/** A message of one sender, and the server's response. */
export interface Sent {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly text: string
  /** Undefined until the server acknowledged it. */
  stored?: Message
}

/** Writes one message after another and, like an outbox, sends unacknowledged messages again. */
export class Sender {
  /** In the order of writing. */
  readonly sent: Sent[] = []
  /** The number of acknowledged messages. */
  acknowledged = 0
  /** The number of temporary refusals. */
  refusals = 0
  private readonly random: Random

  constructor(
    private readonly who: {
      readonly name: string
      readonly token: string
      readonly chats: readonly ChatId[]
      /** Time between a response and the next message. */
      readonly pauseMs?: number
    },
    seed: number,
  ) {
    this.random = new Random(seed)
  }

  /**
   * Writes until it is stopped, and reconnects after disconnections as a client does. It retries after temporary
   * refusals, and throws all others.
   */
  async writeUntil(url: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.writeUntilDisconnected(url, isOver)
      await Bun.sleep(this.random.between(20, 200))
    }
  }

  /** Writes until the connection breaks or it is stopped. */
  async writeUntilDisconnected(url: string, isOver: () => boolean = () => false): Promise<void> {
    try {
      using socket = await RpcSocket.connect(url, this.who.token)
      while (!isOver() || this.nextUnacknowledged()) {
        const message = this.nextUnacknowledged() ?? this.write()
        const { id, chatId, text } = message
        message.stored = await socket.call('messages.send', { id, chatId, body: { type: 'text', text } })
        this.acknowledged++
        socket.others.length = 0
        if (this.who.pauseMs) await Bun.sleep(this.who.pauseMs)
      }
    } catch (error) {
      if (error instanceof Refusal && error.wire.data.retry) this.refusals++
      else if (!(error instanceof Disconnected)) throw error
    }
  }

  private nextUnacknowledged(): Sent | undefined {
    const last = this.sent.at(-1)
    return last && !last.stored ? last : undefined
  }

  private write(): Sent {
    const message = {
      id: newUuidV7() as MessageId,
      chatId: this.random.pick(this.who.chats),
      text: `${this.who.name} ${this.sent.length} ${'·'.repeat(this.random.between(0, 200))}`,
    }
    this.sent.push(message)
    return message
  }
}
