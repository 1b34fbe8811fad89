import { boundedFetch } from '../../accounts/providers/bounded-fetch'
import { ProviderClient } from '../../accounts/providers/provider-client'
import { toProviderError } from '../../accounts/providers/provider-problem'
import { redirectUriOf } from '../../accounts/providers/providers'
import type { Config } from '../../config/config'
import type { OidcProvider } from '../../config/oidc-settings'
import { bad, type Check, type Finding, good, warning } from './check'

/** Tokens of a provider whose clock differs by more are refused. */
const SKEW_MS = 30_000
const TIMEOUT_MS = 5_000

/** Checks each OpenID provider: what it publishes, its clock, and whether it knows the redirect address. */
export const providersCheck = ({ oidc, publicUrl }: Pick<Config, 'oidc' | 'publicUrl'>): Check => ({
  name: 'sign-in providers',
  run: async () => {
    if (oidc.length === 0) return [good('Not set. People sign in by password.')]
    return (await Promise.all(oidc.map((provider) => check(provider, publicUrl)))).flat()
  },
})

const check = async (provider: OidcProvider, publicUrl: string | undefined): Promise<Finding[]> => {
  const { name, issuer } = provider
  const client = new ProviderClient(provider)
  try {
    await client.discover()
  } catch (thrown) {
    const { message } = toProviderError(thrown)
    const text = `${name}: ${issuer} publishes no addresses that can be used (${message}).`
    return [
      bad(
        text,
        `Correct the issuer, or check why this machine can’t reach it. Until then its button leads to an error.`,
      ),
    ]
  }
  const redirect = publicUrl === undefined ? noPublicUrl(name) : await redirectFinding(client, publicUrl)
  return [await clockFinding(provider), redirect]
}

const noPublicUrl = (name: string): Finding =>
  warning(
    `${name}: PARLEY_PUBLIC_URL is not set, so the redirect address depends on the address that people open.`,
    'Set PARLEY_PUBLIC_URL to the one address that people use.',
  )

const clockFinding = async ({ name, issuer }: OidcProvider): Promise<Finding> => {
  const before = Date.now()
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const response = await boundedFetch(issuer, {
    method: 'GET',
    headers: {},
    redirect: 'manual',
    body: undefined,
    signal,
  })
  const theirs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return good(`${name}: ${issuer} answers. It doesn’t say what time it is.`)
  const skewMs = Math.abs(theirs - (before + Date.now()) / 2)
  if (skewMs <= SKEW_MS) return good(`${name}: ${issuer} answers, and its clock agrees.`)
  return bad(
    `${name}: the clock of ${issuer} differs by ${Math.round(skewMs / 1_000)} s.`,
    'Set the clocks of both machines by a time server. Until then sign-ins fail with clock_skew.',
  )
}

/** Begins a sign-in as a browser does. A provider that doesn’t know the redirect address shows an error of its own. */
const redirectFinding = async (client: ProviderClient, publicUrl: string): Promise<Finding> => {
  const { name } = client.provider
  const redirectUri = redirectUriOf(publicUrl, name)
  const { url } = await client.begin({ redirectUri, proves: false })
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  const { status, error } = await answerOf(url, signal)
  if (status < 400 && error === undefined)
    return good(`${name}: the provider takes the redirect address ${redirectUri}.`)
  return bad(
    `${name}: the provider refuses sign-ins that return to ${redirectUri} (${error ?? `HTTP ${status}`}).`,
    'Register exactly this address there, and check client_id and scopes.',
  )
}

const answerOf = async (url: string, signal: AbortSignal): Promise<{ status: number; error?: string | undefined }> => {
  const response = await fetch(url, { redirect: 'manual', signal })
  await response.body?.cancel()
  const location = response.headers.get('location') ?? ''
  const led = URL.canParse(location, url) ? new URL(location, url).searchParams : new URLSearchParams()
  return { status: response.status, error: led.get('error') ?? undefined }
}
