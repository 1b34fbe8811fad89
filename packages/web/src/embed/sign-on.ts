import type { UserId } from '@parley/protocol'
import type { TokenSource } from '@parley/sdk'
import { asParleyError } from '@parley/sdk/error'
import { httpCaller } from '@parley/sdk/http'
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

/** How long a failed attempt is followed by the next. */
const againMs = 2_000
const pause = () => new Promise((resolve) => setTimeout(resolve, againMs))

/** Cookies are those of a person who uses Parley itself in this browser. */
const caller = (token?: string) => httpCaller({ url: location.origin, credentials: 'omit', ...(token && { token }) })

const sessionToken = async (given: SignOnToken): Promise<string> =>
  'token' in given ? given.token : (await caller()('accounts.exchange', { jwt: given.jwt })).session.token

/** Gets a token from the page around, and the user whose session it is. */
const nextSession = async (host: HostPage, reason: WantedBecause) => {
  const token = await sessionToken(await host.token(reason))
  const { user } = await caller(token)('accounts.me', {})
  return { token, userId: user.id }
}

/** Goes on with another token of the same user. For another user the page starts again, with another local store. */
const tokensOf = (host: HostPage, first: { readonly token: string; readonly userId: UserId }): TokenSource => {
  return async (refused) => {
    if (refused === undefined) return first.token
    const { token, userId } = await nextSession(host, 'ended')
    if (userId === first.userId) return token
    location.reload()
    return new Promise(() => undefined)
  }
}

/** Signs the user of the page around on. Tries until it succeeds, or the account is disabled. */
export const signOn = async (host: HostPage): Promise<void> => {
  for (;;) {
    try {
      const first = await nextSession(host, 'start')
      return signOnStore.setState({ signedOn: { userId: first.userId, tokens: tokensOf(host, first) } })
    } catch (thrown) {
      if (asParleyError(thrown).code === 'account_disabled')
        return signOnStore.setState({ refused: 'account_disabled' })
      await pause()
    }
  }
}
