import type { ChatDelta } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import { notification, nudge } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Audience, Memory } from './audience'
import type { GatheredChanges } from './gathered-changes'
import type { Heads } from './heads'
import { isHiddenFromSome } from './hidden'

export type ChatMessage = Extract<BusMessage, { kind: 'chat' }>
export type ChatSize = 'large' | 'small'

export interface ServedChatOptions {
  readonly audience: Audience
  readonly memory: Pick<Memory, 'forgetAccess'>
  readonly gathered: GatheredChanges
  readonly heads: Heads
}

/** A chat with subscribers on this node: publishes its deltas in the order of revs. */
export class ServedChat {
  /** Set during a read: deltas that arrived meanwhile. */
  private waiting: ChatMessage[] | undefined

  /** @param publishedRev the last rev that was published here */
  constructor(
    private readonly options: ServedChatOptions,
    private publishedRev: number,
  ) {}

  get rev(): number {
    return this.publishedRev
  }

  /** Whether a read is running, after which the waiting deltas go out. */
  get isWaiting(): boolean {
    return this.waiting !== undefined
  }

  /** Publishes a delta, or keeps it. `gap`: earlier deltas are missing, and a read must now fill the gap. */
  receive(message: ChatMessage): 'received' | 'gap' {
    if (this.waiting) {
      this.waiting.push(message)
      return 'received'
    }
    if (message.from > this.publishedRev) {
      this.waiting = [message]
      return 'gap'
    }
    this.publish(message)
    return 'received'
  }

  /** Keeps further deltas until `takeWaiting`. */
  hold(): void {
    this.waiting ??= []
  }

  /**
   * The deltas that arrived during a read, in the order of revs; later ones aren't kept any longer. They may come from
   * several nodes, and leave gaps of their own.
   */
  takeWaiting(): readonly ChatMessage[] {
    const waiting = this.waiting ?? []
    this.waiting = undefined
    return waiting.sort((a, b) => a.rev - b.rev)
  }

  /** Publishes a delta that was read from the database. */
  publishRead(delta: ChatDelta, size: ChatSize): void {
    if (delta.rev <= this.publishedRev) return
    const { chatId, from, rev, members = [] } = delta
    if (members.length > 0 || delta.chat) this.options.memory.forgetAccess(chatId)
    const left = members.filter(({ leftSeq }) => leftSeq !== undefined).map(({ userId }) => userId)
    const joined = members.filter(({ leftSeq }) => leftSeq === undefined).map(({ userId }) => userId)
    const frame = isHiddenFromSome(delta) ? nudge(chatId, rev) : notification('chat.delta', delta)
    const seq = delta.messages?.at(-1)?.seq ?? 0
    this.publish({ kind: 'chat', chatId, from, rev, seq, large: size === 'large', frame, joined, left })
  }

  /** Joining, frame and leaving happen in the order of revs, so that a returning member is subscribed in the end. */
  private publish(message: ChatMessage): void {
    const { audience, gathered, heads } = this.options
    subscribeJoined(audience, message)
    if (message.rev > this.publishedRev) {
      gathered.publish(topics.chat(message.chatId), message)
      this.publishedRev = message.rev
      if (message.large) heads.announceHead(message.chatId, message)
    }
    if (message.left) audience.leave(message.left, message.chatId)
  }
}

/** Subscribes the users who joined with a delta. */
export const subscribeJoined = (audience: Audience, { joined, chatId, large }: ChatMessage): void => {
  if (joined?.length) audience.join(joined, chatId, large ? 'large' : 'small')
}
