import type { HostMessage, SignOnToken, WantedBecause } from './host-message'

interface HostPageOptions {
  /** Sends a message to the page around. It holds no secret, so every page may read it. */
  readonly post: (message: { readonly type: 'parley:tokenWanted'; readonly reason: WantedBecause }) => void
  /** Calls a function after a time in milliseconds; returns the way to cancel. */
  readonly later: (run: () => void, ms: number) => () => void
}

/** A page that is slow, or not ready for messages yet, is asked again. */
const askAgainMs = 5_000

/** The page around this frame, which signs its user on. */
export class HostPage {
  #wanted: PromiseWithResolvers<SignOnToken> | undefined
  #cancel: () => void = () => undefined
  readonly #options: HostPageOptions

  constructor(options: HostPageOptions) {
    this.#options = options
  }

  /** Requests a token until there is one. */
  token(reason: WantedBecause): Promise<SignOnToken> {
    if (this.#wanted === undefined) {
      this.#wanted = Promise.withResolvers()
      this.#ask(reason)
    }
    return this.#wanted.promise
  }

  /** A message of the page. Tokens without a question have no effect. */
  received(message: HostMessage): void {
    if (message.type !== 'parley:token') return
    this.#cancel()
    this.#wanted?.resolve(message.given)
    this.#wanted = undefined
  }

  #ask(reason: WantedBecause): void {
    this.#options.post({ type: 'parley:tokenWanted', reason })
    this.#cancel = this.#options.later(() => this.#ask(reason), askAgainMs)
  }
}
