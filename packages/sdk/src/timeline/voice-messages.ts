import type { ChatDelta, ChatId, Message, MessageId } from '@parley/protocol'
import { historyStart } from './history-start'
import { fetchPage, type PagesOptions } from './pages'
import type { Screen } from './screen'

/** Pages of history that are looked through for the next voice message. */
const pagesAhead = 3
const pageRows = 100

export interface NextVoiceOptions extends PagesOptions {
  readonly isPlayed: (id: MessageId) => boolean
}

/** Whether the person still sees a stored message. */
const isShown = ({ chatId, replica }: PagesOptions, { seq, body }: Pick<Message, 'seq' | 'body'>): boolean => {
  const held = replica.chats.get(chatId)
  return (
    body.type !== 'retracted' &&
    !replica.hiddenIn(chatId).seqs.has(seq) &&
    (held === undefined || seq >= historyStart(replica, chatId, held))
  )
}

/**
 * The next voice message of others above a seq that the person sees and has not played.
 * @throws ParleyError
 */
export const nextVoice = async (options: NextVoiceOptions, seq: number): Promise<Message | undefined> => {
  const isNext = (row: Message) =>
    row.body.type === 'voice' &&
    row.senderId !== options.replica.me?.id &&
    !options.isPlayed(row.id) &&
    isShown(options, row)
  let after: number | undefined = seq
  for (let page = 0; after !== undefined && page < pagesAhead; page++) {
    const { messages, more } = await fetchPage(options, { after, limit: pageRows })
    const next = messages.find(isNext)
    if (next) return next
    after = more ? messages.at(-1)?.seq : undefined
  }
  return undefined
}

export interface FollowedMessageOptions extends PagesOptions {
  readonly seq: number
  readonly onGone: () => void
}

/** Tells when the person sees a stored message no longer: it was retracted, hidden or cleared. */
export class FollowedMessage implements Screen {
  readonly chatId: ChatId
  readonly #options: FollowedMessageOptions
  /** It may have changed unseen. */
  #unsure = false

  constructor(options: FollowedMessageOptions) {
    this.chatId = options.chatId
    this.#options = options
  }

  /** Looks at what is held. */
  begin(): void {
    this.#look(this.#options.replica.chats.get(this.chatId)?.messages)
  }

  changed(delta: ChatDelta | undefined): void {
    this.#look(delta?.messages)
    if (delta?.from === 0) void this.#fetch()
  }

  reacted(): void {}

  /** The first sync of the new life brings a snapshot, after which the message is looked for. */
  reset(): void {}

  onLive(): void {
    if (this.#unsure) void this.#fetch()
  }

  #look(rows: readonly Message[] = []): void {
    const { seq, onGone } = this.#options
    const row = rows.find((one) => one.seq === seq)
    if (!isShown(this.#options, row ?? { seq, body: { type: 'withheld' } })) onGone()
  }

  /** A snapshot says nothing of what is older than its messages. */
  async #fetch(): Promise<void> {
    const { seq, onGone } = this.#options
    this.#unsure = true
    try {
      const { messages } = await fetchPage(this.#options, { around: seq, limit: 1 })
      this.#unsure = false
      if (messages.some((row) => row.seq === seq)) this.#look(messages)
      else onGone()
    } catch {
      // It is looked for again with the next connection.
    }
  }
}
