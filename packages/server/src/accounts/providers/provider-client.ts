import * as openid from 'openid-client'
import type { OidcProvider } from '../../config/oidc-settings'
import { Semaphore } from '../../lib/semaphore'
import { boundedFetch } from './bounded-fetch'
import { type Claims, hasGroups, isBare, isInAdminGroup, type ProvenPerson, personFrom, SUBJECT_CHARS } from './claims'
import { ProviderError, toProviderError, toUserInfoError } from './provider-problem'

/** How long one request to a provider takes at most. */
const TIMEOUT_SECONDS = 5
/** Discovery is read again after this time. A provider that is down then keeps what it said before. */
const FRESH_MS = 60 * 60_000
/** A provider that can’t be reached is left alone for this time. */
const FAILED_MS = 5_000
/** Requests to a provider at once, and those that wait for them. */
const PARALLEL = 8
const MAX_WAITING = 64
/** A sign-in that proves the owner is at most this old. The clocks of both sides may differ a little. */
const PROOF_AGE_SECONDS = 60

/** The secrets of one sign-in, which the node that finishes it needs. */
export interface FlowSecrets {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
}

export interface FlowBegin {
  readonly redirectUri: string
  /** Whether the provider must ask the person again, even if they are signed in there. */
  readonly proves: boolean
}

/** The provider’s response to a refresh token, which it may have replaced: store the new one before anything else is asked. */
export interface Renewal {
  readonly refreshToken: string | undefined
  /**
   * Asks whether the groups make the person an administrator; undefined where they don’t decide.
   * @throws {ProviderError} with `access_denied` when the provider says no
   */
  admin(): Promise<boolean | undefined>
}

interface Found {
  readonly config: openid.Configuration
  readonly atMs: number
}

/** One OpenID provider: its addresses, which it publishes itself, and the requests to it. */
export class ProviderClient {
  private readonly turns = new Semaphore(PARALLEL)
  private found: Found | undefined
  private looking: Promise<openid.Configuration> | undefined
  private failed: { readonly error: ProviderError; readonly atMs: number } | undefined

  constructor(readonly provider: OidcProvider) {}

  /** The address at the provider to which a browser goes, and the secrets of the sign-in. */
  async begin({ redirectUri, proves }: FlowBegin): Promise<FlowSecrets & { readonly url: string }> {
    const config = await this.discover()
    const secrets = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      verifier: openid.randomPKCECodeVerifier(),
    }
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: this.provider.scopes,
      state: secrets.state,
      nonce: secrets.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(secrets.verifier),
      code_challenge_method: 'S256',
      ...(proves ? { prompt: saysWhen(config) ? 'login' : 'select_account', max_age: '0' } : this.offlinePrompt()),
    })
    return { ...secrets, url: url.href }
  }

  /**
   * Exchanges the code of a response for what the provider says of the person. Signature, issuer, audience, times and nonce of
   * its token are checked.
   * @throws {ProviderError}
   */
  async finish(response: URL, { state, nonce, verifier }: FlowSecrets, proves: boolean): Promise<ProvenPerson> {
    return this.asked(async (config) => {
      const tokens = await openid.authorizationCodeGrant(config, response, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
        ...(proves && this.requiresTime(config) ? { maxAge: PROOF_AGE_SECONDS } : {}),
      })
      const claims = await this.claimsOf(config, tokens)
      if (proves) requireRecent(claims)
      if (typeof claims.sub !== 'string' || claims.sub.length > SUBJECT_CHARS)
        throw new ProviderError('token_invalid', 'the subject is too long')
      return personFrom(claims, { provider: this.provider, refreshToken: tokens.refresh_token })
    })
  }

  /**
   * Asks whether a person may stay signed in.
   * @throws {ProviderError} with `code_refused` or `access_denied` when the provider says no
   */
  async renew(refreshToken: string): Promise<Renewal> {
    const tokens = await this.asked((config) => openid.refreshTokenGrant(config, refreshToken))
    const { adminGroup } = this.provider
    return {
      refreshToken: tokens.refresh_token,
      admin: async () =>
        adminGroup === undefined ? undefined : this.asked((config) => this.adminAgain(config, tokens)),
    }
  }

  /** Reads what the provider publishes, if it is time. */
  async discover(): Promise<openid.Configuration> {
    const nowMs = Date.now()
    if (this.found && nowMs - this.found.atMs < FRESH_MS) return this.found.config
    if (this.failed && nowMs - this.failed.atMs < FAILED_MS) {
      if (this.found) return this.found.config
      throw this.failed.error
    }
    this.looking ??= this.look().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async look(): Promise<openid.Configuration> {
    try {
      const config = await discoverProvider(this.provider)
      this.found = { config, atMs: Date.now() }
      this.failed = undefined
      return config
    } catch (thrown) {
      const error = toProviderError(thrown)
      this.failed = { error, atMs: Date.now() }
      if (this.found) return this.found.config
      throw error
    }
  }

  /** Some providers give a refresh token only to people whom they ask. */
  private offlinePrompt(): Record<string, string> {
    return this.provider.scopes.split(' ').includes('offline_access') ? { prompt: 'consent' } : {}
  }

  /** Whether a proof needs the time of the sign-in. Without it, the browser could have left out that the person be asked again. */
  private requiresTime(config: openid.Configuration): boolean {
    const { authTime } = this.provider
    return authTime === undefined ? saysWhen(config) : authTime === 'required'
  }

  private async claimsOf(config: openid.Configuration, tokens: Tokens): Promise<Claims> {
    const claims = tokens.claims()
    if (!claims) throw new ProviderError('token_invalid', 'the provider sent no ID token')
    const isEnough = !isBare(claims) && hasGroups(claims, this.provider)
    if (isEnough || config.serverMetadata().userinfo_endpoint === undefined) return { ...claims }
    // The token is signed, so its claims win.
    return { ...(await userInfo(config, tokens.access_token, claims.sub)), ...claims }
  }

  private async adminAgain(config: openid.Configuration, tokens: Tokens): Promise<boolean | undefined> {
    const claims = tokens.claims()
    if (claims && hasGroups(claims, this.provider)) return isInAdminGroup({ ...claims }, this.provider)
    if (config.serverMetadata().userinfo_endpoint === undefined) return undefined
    const subject = claims?.sub ?? openid.skipSubjectCheck
    return isInAdminGroup({ ...(await userInfo(config, tokens.access_token, subject)) }, this.provider)
  }

  private async asked<T>(ask: (config: openid.Configuration) => Promise<T>): Promise<T> {
    const config = await this.discover()
    if (this.turns.queueLength >= MAX_WAITING)
      throw new ProviderError('too_many', 'too many requests wait for the provider')
    try {
      return await this.turns.take(() => ask(config))
    } catch (thrown) {
      throw toProviderError(thrown)
    }
  }
}

/** Whether a provider can say when a person signed in. A list of claims without `auth_time`, such as that of Google, says no. */
const saysWhen = (config: openid.Configuration): boolean => {
  const { claims_supported: claims } = config.serverMetadata()
  return !Array.isArray(claims) || claims.includes('auth_time')
}

/** @throws {ProviderError} for a sign-in that the provider itself calls too old */
const requireRecent = ({ auth_time: signedInAt }: Claims): void => {
  if (typeof signedInAt === 'number' && signedInAt + PROOF_AGE_SECONDS < Date.now() / 1_000)
    throw new ProviderError('clock_skew', 'the provider did not ask the person again')
}

type Tokens = openid.TokenEndpointResponse & openid.TokenEndpointResponseHelpers

/** Fetches the user info with an access token that the provider has just issued: it refuses the person, not the token. */
const userInfo: typeof openid.fetchUserInfo = async (config, token, subject) => {
  try {
    return await openid.fetchUserInfo(config, token, subject)
  } catch (thrown) {
    throw toUserInfoError(thrown)
  }
}

const authentication = ({ authMethod, clientSecret }: OidcProvider): openid.ClientAuth => {
  const secret = clientSecret?.()
  if (authMethod === 'none' || secret === undefined) return openid.None()
  return authMethod === 'client_secret_post' ? openid.ClientSecretPost(secret) : openid.ClientSecretBasic(secret)
}

/**
 * Reads the addresses that a provider publishes.
 * @throws errors of the library
 */
export const discoverProvider = (provider: OidcProvider): Promise<openid.Configuration> => {
  const issuer = new URL(provider.issuer)
  const isPlain = issuer.protocol === 'http:'
  return openid.discovery(issuer, provider.clientId, {}, authentication(provider), {
    timeout: TIMEOUT_SECONDS,
    [openid.customFetch]: boundedFetch,
    execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
  })
}
