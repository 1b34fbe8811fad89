import type { HostMessage, SignOnToken, WantedBecause } from './host-message'

/** The request for a token. The response repeats its id. */
interface Question {
  readonly type: 'parley:tokenWanted'
  readonly id: string
  readonly reason: WantedBecause
}

/** A question, and the way to resolve it. */
interface Wanted extends PromiseWithResolvers<SignOnToken> {
  readonly question: Question
}

interface HostPageOptions {
  /** Sends a message to the page around. It holds no secret, so every page may read it. */
  readonly post: (message: Question) => void
  /** Makes an id that was never used, also not before a reload. */
  readonly newId: () => string
  /** Calls a function after a time in milliseconds; returns the way to cancel. */
  readonly later: (run: () => void, ms: number) => () => void
}

/** A page that is slow, or not ready for messages yet, is asked again. */
const askAgainMs = 5_000

/** The page around this frame, which signs its user on. */
export class HostPage {
  #wanted: Wanted | undefined
  #cancel: () => void = () => undefined
  readonly #options: HostPageOptions

  constructor(options: HostPageOptions) {
    this.#options = options
  }

  /** Requests a token until there is one. */
  token(reason: WantedBecause): Promise<SignOnToken> {
    if (this.#wanted === undefined) {
      const question = { type: 'parley:tokenWanted', id: this.#options.newId(), reason } as const
      this.#wanted = { ...Promise.withResolvers(), question }
      this.#ask(question)
    }
    return this.#wanted.promise
  }

  /** A message of the page. A token resolves only the question that it names, because a late token can belong to a former user. */
  received(message: HostMessage): void {
    if (message.type !== 'parley:token' || message.id !== this.#wanted?.question.id) return
    this.#cancel()
    this.#wanted.resolve(message.given)
    this.#wanted = undefined
  }

  #ask(question: Question): void {
    this.#options.post(question)
    this.#cancel = this.#options.later(() => this.#ask(question), askAgainMs)
  }
}
