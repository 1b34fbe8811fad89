import type { UserId } from '@parley/protocol'
import type { TokenSource } from '@parley/sdk'
import { asParleyError } from '@parley/sdk/error'
import type { Call } from '@parley/sdk/http'
import { createStore } from 'zustand/vanilla'
import type { SignOnToken, WantedBecause } from './host-message'
import type { HostPage } from './host-page'

interface SignedOn {
  readonly userId: UserId
  /** The tokens of this user's sessions, beginning with the first one. */
  readonly tokens: TokenSource
}

/** The user that the page around signed on. `refused` is the reason why the server takes no session of theirs. */
export const signOnStore = createStore<{ readonly signedOn?: SignedOn; readonly refused?: 'account_disabled' }>(
  () => ({}),
)

interface SignOnOptions {
  readonly host: Pick<HostPage, 'token'>
  /** Calls the server with a session's token, or without one. Cookies are those of a person who uses Parley itself in this browser. */
  readonly caller: (token?: string) => Call
  /** The time between a failed attempt and the next one. */
  readonly pause: () => Promise<unknown>
  /** Starts the page again for another user, with another local store. */
  readonly startAgain: () => void
}

/** Signs the user of the page around on, until that page signs them out. */
export class SignOn {
  /** The token of the newest session, which may still begin. */
  #newest: Promise<string> | undefined
  /** The token that the client has. Its own sign-out ends that session. */
  #ofClient: string | undefined
  #over = false
  readonly #options: SignOnOptions

  constructor(options: SignOnOptions) {
    this.#options = options
  }

  /** Whether the page around signed its user out. */
  get isOver(): boolean {
    return this.#over
  }

  /** Tries until it succeeds, or the account is disabled. */
  async run(): Promise<void> {
    let reason: WantedBecause = 'start'
    while (!this.#over) {
      try {
        const first = await this.#nextSession(reason)
        return signOnStore.setState({ signedOn: { userId: first.userId, tokens: this.#tokensOf(first) } })
      } catch (thrown) {
        const { code } = asParleyError(thrown)
        if (code === 'account_disabled') return signOnStore.setState({ refused: code })
        // A page around that keeps a token would give the same one again.
        if (code === 'unauthenticated') reason = 'ended'
        await this.#options.pause()
      }
    }
  }

  /**
   * Signs on no more, and ends the newest session, also one that begins now. Leaves the client's session to its sign-out,
   * because the server would refuse the second of two.
   */
  async end(): Promise<void> {
    this.#over = true
    const token = await this.#newest?.catch(() => undefined)
    if (token !== undefined && token !== this.#ofClient)
      await this.#options
        .caller(token)('accounts.logout', {})
        .catch(() => undefined)
  }

  /** Gets a token from the page around, and the user whose session it is. Never resolves after a sign-out. */
  async #nextSession(reason: WantedBecause) {
    const given = await this.#options.host.token(reason)
    await this.#unlessOver()
    this.#newest = this.#sessionToken(given)
    const token = await this.#newest
    const { user } = await this.#options.caller(token)('accounts.me', {})
    await this.#unlessOver()
    return { token, userId: user.id }
  }

  async #sessionToken(given: SignOnToken): Promise<string> {
    if ('token' in given) return given.token
    return (await this.#options.caller()('accounts.exchange', { jwt: given.jwt })).session.token
  }

  /** Goes on with another token of the same user. */
  #tokensOf(first: { readonly token: string; readonly userId: UserId }): TokenSource {
    return async (refused) => {
      if (refused === undefined) return this.#toClient(first.token)
      const { token, userId } = await this.#nextSession('ended')
      if (userId === first.userId) return this.#toClient(token)
      this.#options.startAgain()
      return new Promise(() => undefined)
    }
  }

  #toClient(token: string): string {
    this.#ofClient = token
    return token
  }

  #unlessOver(): Promise<void> {
    return this.#over ? new Promise(() => undefined) : Promise.resolve()
  }
}
