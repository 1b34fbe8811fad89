import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { Random } from '../lib/random'
import { Disconnected, RpcSocket } from '../lib/rpc-socket'

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

  /** Writes until the connection breaks. */
  async run(url: string): Promise<void> {
    try {
      using socket = await RpcSocket.connect(url, this.who.token)
      for (;;) {
        const message = this.unanswered() ?? this.write()
        const { id, chatId, text } = message
        message.stored = await socket.call('messages.send', { id, chatId, body: { type: 'text', text } })
        this.acknowledged++
        socket.others.length = 0
        if (this.who.pauseMs) await Bun.sleep(this.who.pauseMs)
      }
    } catch (error) {
      if (!(error instanceof Disconnected)) throw error
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
