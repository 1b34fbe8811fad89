import type { ProviderParts } from '../accounts/providers/create-providers'
import { ProviderError, type ProviderProblem } from '../accounts/providers/provider-problem'
import { redirectUriOf } from '../accounts/providers/providers'
import type { Refusals } from '../dispatch/refusals'
import type { Caller, Stranger } from '../lib/caller'
import { Failure } from '../lib/fail'
import { errorFields } from '../lib/logger'
import type { SampledLog } from '../lib/sampled-log'
import type { Callers } from './callers'
import { sessionCookies } from './cookies'
import type { Origins } from './origin'
import { providerCookie } from './provider-cookie'
import { commonHeaders, plainText, refusedTooOften } from './respond'

export interface ProviderPagesOptions {
  readonly providers: Pick<ProviderParts, 'flows' | 'signIns'>
  readonly callers: Pick<Callers, 'find' | 'stranger'>
  readonly origins: Pick<Origins, 'hostRefusal'>
  readonly refusals: Pick<Refusals, 'countRefusal'>
  readonly newRequestId: () => string
  readonly log: SampledLog
}

/** Addresses of sign-ins through providers begin so. */
export const providerPath = '/auth/oidc/'
/** The page of the client that goes on after the provider. */
const nextPage = '/continue'
/** Longer responses of providers are refused. */
const QUERY_CHARS = 8_192

const form = /^\/auth\/oidc\/([a-z][a-z0-9]{0,19})(\/callback)?$/

interface Asked {
  readonly request: Request
  readonly url: URL
  readonly name: string
  readonly stranger: Stranger
  readonly remoteAddress: () => string
}

/**
 * The two addresses of a sign-in through a provider, which browsers open as pages. `/auth/oidc/<name>` leads to the provider, which
 * leads back to `/auth/oidc/<name>/callback`. The client's page shows what comes next. Its address has that after the `#`, which
 * no log of a proxy sees.
 */
export class ProviderPages {
  constructor(private readonly options: ProviderPagesOptions) {}

  async handle(request: Request, path: string, remoteAddress: () => string): Promise<Response> {
    const { callers, origins } = this.options
    if (request.method !== 'GET') return plainText('Use GET.\n', 405)
    const refusal = origins.hostRefusal(request, remoteAddress())
    if (refusal !== undefined) return plainText(`${refusal}\n`, 403)
    // A page of another site with pictures of these addresses would use up the sign-ins of its visitors' network.
    if ((request.headers.get('sec-fetch-dest') ?? 'document') !== 'document')
      return plainText('Open this address as a page.\n', 403)
    const [, name, callback] = form.exec(path) ?? []
    const stranger = callers.stranger(request, remoteAddress)
    const url = new URL(request.url)
    const run = async () => {
      if (name === undefined) throw new ProviderError('not_configured', 'there is no such address')
      if (url.search.length > QUERY_CHARS) throw new ProviderError('provider_error', 'the query is too long')
      const asked = { request, url, name, stranger, remoteAddress }
      return callback === undefined ? this.begin(asked) : this.finish(asked)
    }
    return run().catch((thrown: unknown) => this.refused(thrown, { name: name ?? '', stranger }))
  }

  private async begin({ request, url, name, stranger, remoteAddress }: Asked): Promise<Response> {
    const { origin } = stranger
    const from = url.searchParams.get('from')
    // The cookie would be for another site than the one to which the provider returns.
    if (from !== null && from !== origin)
      throw new ProviderError(
        'redirect_mismatch',
        `the page is at ${from.slice(0, 100)}, and the provider returns to ${origin}`,
      )
    const caller = url.searchParams.has('proves') ? await this.caller(request, remoteAddress) : undefined
    if (url.searchParams.has('proves') && !caller) throw new ProviderError('other_account', 'no one is signed in')
    const begun = await this.options.providers.flows.begin(stranger, {
      name,
      back: url.searchParams.get('back') ?? undefined,
      browser: stranger.browser,
      proves: caller,
    })
    return redirect(begun.url, [providerCookie(begun.browser, { origin })])
  }

  private async finish({ request, url, name, stranger, remoteAddress }: Asked): Promise<Response> {
    const { flows, signIns } = this.options.providers
    const { origin } = stranger
    const { browser } = stranger
    const { person, back, provesKey } = await flows.finish({ name, query: url.search, browser })
    const caller = await this.caller(request, remoteAddress)
    if (provesKey === undefined) {
      const entered = await signIns.enter(stranger, { provider: name, person }, caller?.userKey)
      if (entered.kind === 'same') return redirect(next({ back }))
      if (entered.kind === 'session')
        return redirect(next({ back }), sessionCookies(entered.signedIn.session.token, { origin, request }))
      // The ticket works with this cookie alone, which has to last as long.
      const kept = browser === undefined ? [] : [providerCookie(browser, { origin })]
      return redirect(next({ [entered.kind]: entered.ticket, back }), kept)
    }
    if (caller?.userKey !== provesKey) throw new ProviderError('other_account', 'someone else is signed in by now')
    return redirect(next({ proof: await signIns.prove(provesKey, { provider: name, person }) }))
  }

  /** The caller who is signed in with the browser's cookie. */
  private async caller(request: Request, remoteAddress: () => string): Promise<Caller | undefined> {
    const found = await this.options.callers.find(withoutOrigin(request), { remoteAddress, look: 'yes' })
    return 'userKey' in found ? found : undefined
  }

  /** Shows each refusal by its name, on a page of the client. */
  private refused(
    thrown: unknown,
    { name, stranger }: { readonly name: string; readonly stranger: Stranger },
  ): Response {
    const requestId = this.options.newRequestId()
    const problem = problemOf(thrown)
    this.options.log.write(problem === undefined ? 'error' : 'info', 'a sign-in through a provider failed', () => ({
      ...{ requestId, provider: name, outcome: problem ?? 'internal', address: stranger.address },
      ...(thrown instanceof Error ? (problem === undefined ? errorFields(thrown) : { error: thrown.message }) : {}),
    }))
    if (problem === 'flow_over' || problem === 'other_browser' || problem === 'not_configured') {
      const waitMs = this.options.refusals.countRefusal({
        who: stranger,
        transport: 'http',
        failure: 'invalid_request',
      })
      if (waitMs > 0) return refusedTooOften(waitMs, { 'x-request-id': requestId })
    }
    const returns = problem === 'redirect_mismatch' ? { returns: redirectUriOf(stranger.origin, name) } : {}
    const account = thrown instanceof ProviderError && thrown.username !== undefined ? { account: thrown.username } : {}
    const failed = { error: problem ?? 'internal', provider: name, request: requestId }
    const response = redirect(next({ ...failed, ...returns, ...account }))
    response.headers.set('x-request-id', requestId)
    return response
  }
}

const problemOf = (thrown: unknown): ProviderProblem | undefined => {
  if (thrown instanceof ProviderError) return thrown.problem
  if (!(thrown instanceof Failure)) return undefined
  const known: Readonly<Record<string, ProviderProblem>> = {
    network_blocked: 'network_blocked',
    account_disabled: 'account_disabled',
    rate_limited: 'too_many',
    unavailable: 'too_many',
  }
  return known[thrown.failure]
}

/**
 * The provider leads the browser here, so the request comes from another site. It changes nothing for the caller: what it proves
 * is checked by the cookie of the sign-in.
 */
const withoutOrigin = (request: Request): Request => {
  const headers = new Headers(request.headers)
  for (const name of ['origin', 'sec-fetch-site', 'authorization']) headers.delete(name)
  return new Request(request.url, { headers })
}

const next = (values: Readonly<Record<string, string>>): string => `${nextPage}#${new URLSearchParams(values)}`

const redirect = (location: string, cookies: readonly string[] = []): Response => {
  const headers = { ...commonHeaders, location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' }
  const response = new Response(null, { status: 303, headers })
  for (const cookie of cookies) response.headers.append('set-cookie', cookie)
  return response
}
