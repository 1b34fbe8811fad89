import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { Random } from '@parley/server/src/testing/random'
import { Refusal } from './people'
import { Disconnected, RpcSocket } from './rpc-socket'

/** A message that one sender has made, and what the server answered. */
export interface Sent {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly text: string
  /** Undefined until it was acknowledged. */
  stored?: Message
}

/** Somebody who writes one message after another and, like an outbox, repeats what was not acknowledged. */
export class Sender {
  /** In the order in which they were written. */
  readonly sent: Sent[] = []
  /** How many of them the server has answered. */
  acknowledged = 0
  /** How often it was told to try again. */
  refusals = 0
  private readonly random: Random

  constructor(
    private readonly who: {
      readonly name: string
      readonly token: string
      readonly chats: readonly ChatId[]
      /** Time between an answer and the next message. */
      readonly pauseMs?: number
    },
    seed: number,
  ) {
    this.random = new Random(seed)
  }

  /**
   * Writes until told to stop, through broken connections, as a client does that comes back; what was refused and can be
   * repeated is repeated, any other refusal is thrown.
   */
  async keepWriting(url: string, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      await this.run(url, isOver)
      await Bun.sleep(this.random.between(20, 200))
    }
  }

  /** Writes until the connection breaks, or until told to stop. */
  async run(url: string, isOver: () => boolean = () => false): Promise<void> {
    try {
      using socket = await RpcSocket.connect(url, this.who.token)
      while (!isOver() || this.unanswered()) {
        const message = this.unanswered() ?? this.write()
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

  private unanswered(): Sent | undefined {
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
