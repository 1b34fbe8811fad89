import { limits } from '@parley/protocol'
import type { Caller, Stranger } from '../../lib/caller'
import { hashSecret, newSecret } from '../../lib/secret'
import type { Database, Transaction } from '../../storage/database'
import type { ProvenPerson } from './claims'
import * as store from './flow-store'
import { ProviderError } from './provider-problem'
import { type Providers, redirectUriOf } from './providers'

const BROWSER_BYTES = 32
const browserPattern = /^[\w-]{43}$/
/** Longer states aren't ours. */
const STATE_CHARS = 100
/** Pages of this site, with a query. Addresses that browsers take for another site are none. */
const backPattern = /^\/(?![/\\])[\w\-./?=&%@~+]{0,500}$/

export interface FlowsOptions {
  readonly database: Database
  readonly providers: Providers
}

export interface Beginning {
  readonly name: string
  /** The page to which the sign-in returns. */
  readonly back: string | undefined
  /** The secret that the browser's cookie has from an earlier sign-in. */
  readonly browser: string | undefined
  /** The signed-in caller who proves to be there; undefined for a sign-in. */
  readonly proves: Pick<Caller, 'userKey'> | undefined
}

export interface Response {
  readonly name: string
  /** The query of the address to which the provider returned. */
  readonly query: string
  readonly browser: string | undefined
}

/** A person for whom a provider vouched in a flow. */
export interface Finished {
  readonly person: ProvenPerson
  readonly back: string
  /** The account whose owner proves to be there; undefined for a sign-in. */
  readonly provesKey: number | undefined
}

/** Whether a browser may be sent to a path after the sign-in. */
export const isBack = (path: string): boolean => backPattern.test(path)

/**
 * The way of a browser to a provider and back: the code flow with PKCE. The database holds what the way back needs, so that any
 * node finishes the sign-in. Each works once, for ten minutes, and only in the browser that began it.
 */
export class ProviderFlows {
  constructor(private readonly options: FlowsOptions) {}

  /**
   * Begins a sign-in.
   * @returns the address at the provider, and the secret for the browser's cookie
   * @throws {ProviderError}
   */
  async begin(
    stranger: Stranger,
    { name, back, browser, proves }: Beginning,
  ): Promise<{ url: string; browser: string }> {
    const { database, providers } = this.options
    const { client } = providers.require(name)
    const redirectUri = redirectUriOf(stranger.origin, name)
    const { url, ...secrets } = await client.begin({ redirectUri, proves: proves !== undefined })
    // Sign-ins in two tabs share the cookie.
    const secret = browser !== undefined && browserPattern.test(browser) ? browser : newSecret(BROWSER_BYTES)
    await database.write(async (tx) => {
      await store.lockFlows(tx.db)
      const arrival = { address: stranger.address, nowMs: tx.now }
      await store.deleteExpiredOf(tx.db, arrival)
      if (!(await store.hasRoom(tx.db, arrival)))
        throw new ProviderError('too_many', 'too many sign-ins through providers wait')
      await store.insertFlow(tx.db, {
        ...{ state_hash: hashSecret(secrets.state), provider: name, browser_hash: hashSecret(secret) },
        ...{ nonce: secrets.nonce, verifier: secrets.verifier, redirect_uri: redirectUri },
        ...{ back: back !== undefined && isBack(back) ? back : '/', proves_key: proves?.userKey ?? null },
        ...{ address: stranger.address, expires_at: tx.now + limits.providerFlowMs },
      })
    })
    return { url, browser: secret }
  }

  /**
   * Finishes a sign-in with the response of the provider.
   * @throws {ProviderError}
   */
  async finish({ name, query, browser }: Response): Promise<Finished> {
    const { database, providers } = this.options
    const { client } = providers.require(name)
    const state = new URLSearchParams(query).get('state') ?? ''
    const flow = await this.take(state)
    // The response of one provider must not end a sign-in through another one.
    if (!flow || flow.provider !== name || flow.expires_at <= database.now())
      throw new ProviderError('flow_over', 'no sign-in waits for this response')
    if (browser === undefined || !Buffer.from(hashSecret(browser)).equals(flow.browser_hash))
      throw new ProviderError('other_browser', 'another browser began this sign-in')
    const secrets = { state, nonce: flow.nonce, verifier: flow.verifier }
    const proves = flow.proves_key !== null
    const person = await client.finish(new URL(`${flow.redirect_uri}${query}`), secrets, proves)
    return { person, back: flow.back, provesKey: flow.proves_key ?? undefined }
  }

  /** Removes sign-ins and tickets that ran out; returns how many. */
  async removeOld(tx: Transaction, limit: number): Promise<number> {
    const old = { before: tx.now, limit }
    return (await store.deleteExpiredFlows(tx.db, old)) + (await store.deleteExpiredProved(tx.db, old))
  }

  private async take(state: string): Promise<store.FlowRow | undefined> {
    if (state === '' || state.length > STATE_CHARS) return undefined
    return this.options.database.write(({ db }) => store.takeFlow(db, hashSecret(state)))
  }
}
