import {
  AuthorizationResponseError,
  ClientError,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client'
import { ANSWER_BYTES, TooLarge } from './bounded-fetch'

/** Why a sign-in through a provider fails, by a name that the client translates. */
export const providerProblems = [
  'access_denied',
  'account_disabled',
  'client_refused',
  'clock_skew',
  'code_refused',
  'flow_over',
  'network_blocked',
  'not_configured',
  'opens_another',
  'other_account',
  'other_browser',
  'provider_error',
  'redirect_mismatch',
  'scope_refused',
  'sign_in_required',
  'token_invalid',
  'too_many',
  'unreachable',
] as const
export type ProviderProblem = (typeof providerProblems)[number]

/** A sign-in through a provider failed. The message is for the log: it names the cause, and holds no secret. */
export class ProviderError extends Error {
  constructor(
    readonly problem: ProviderProblem,
    message: string,
    /** The username of the account that the identity opens, for its owner. */
    readonly username?: string,
  ) {
    super(message)
    this.name = 'ProviderError'
  }
}

const byCode: Readonly<Record<string, ProviderProblem>> = {
  access_denied: 'access_denied',
  login_required: 'sign_in_required',
  interaction_required: 'sign_in_required',
  consent_required: 'sign_in_required',
  account_selection_required: 'sign_in_required',
  invalid_client: 'client_refused',
  unauthorized_client: 'client_refused',
  unsupported_grant_type: 'client_refused',
  unsupported_response_type: 'client_refused',
  invalid_scope: 'scope_refused',
  invalid_grant: 'code_refused',
}

/** Codes of the library for a response that can’t be trusted. */
const untrusted: ReadonlySet<string> = new Set([
  'OAUTH_INVALID_RESPONSE',
  'OAUTH_PARSE_ERROR',
  'OAUTH_RESPONSE_IS_NOT_JSON',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_UNSUPPORTED_OPERATION',
  'OAUTH_INVALID_SERVER_METADATA',
  'OAUTH_MISSING_SERVER_METADATA',
])

/** Texts of a provider that go into the log. */
const SHOWN_CHARS = 200

const refusal = (code: string, description: string | undefined): ProviderError => {
  const said = `${code}${description === undefined ? '' : `: ${description}`}`.slice(0, SHOWN_CHARS)
  const isRedirect = /redirect/i.test(description ?? '') || code === 'redirect_uri_mismatch'
  return new ProviderError(
    isRedirect ? 'redirect_mismatch' : (byCode[code] ?? 'provider_error'),
    `the provider refused: ${said}`,
  )
}

const causeOf = (error: unknown): unknown => (error instanceof Error ? error.cause : undefined)

/** Codes with which a provider refuses a person at its user info. Others, such as `insufficient_scope`, are about the settings. */
const personCodes: ReadonlySet<string> = new Set(['access_denied', 'invalid_grant', 'invalid_token'])

const refusesPerson = (thrown: unknown): boolean => {
  if (thrown instanceof WWWAuthenticateChallengeError)
    return (
      thrown.status === 401 || thrown.cause.some(({ parameters }) => personCodes.has(String(parameters.error ?? '')))
    )
  // A refusal without a challenge.
  for (let cause = thrown; cause !== undefined; cause = causeOf(cause))
    if (cause instanceof Response) return cause.status === 401
  return false
}

/** The problem behind an error of the library at a provider’s user info. */
export const toUserInfoError = (thrown: unknown): ProviderError =>
  refusesPerson(thrown)
    ? new ProviderError('access_denied', 'the provider refused the person’s user info')
    : toProviderError(thrown)

/** The problem behind an error of the library. */
export const toProviderError = (thrown: unknown): ProviderError => {
  if (thrown instanceof ProviderError) return thrown
  if (thrown instanceof AuthorizationResponseError || thrown instanceof ResponseBodyError)
    return refusal(thrown.error, thrown.error_description)
  // The token endpoint refuses the client, before it looks at the code.
  if (thrown instanceof WWWAuthenticateChallengeError)
    return new ProviderError('client_refused', `the provider refused: HTTP ${thrown.status}`)
  for (let cause = thrown; cause !== undefined; cause = causeOf(cause))
    if (cause instanceof TooLarge)
      return new ProviderError('token_invalid', `a response has more than ${ANSWER_BYTES} bytes`)
  const text = (thrown instanceof Error ? detail(thrown) : String(thrown)).slice(0, SHOWN_CHARS)
  const code = thrown instanceof ClientError ? thrown.code : undefined
  if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return new ProviderError('clock_skew', text)
  if (code !== undefined && untrusted.has(code)) return new ProviderError('token_invalid', text)
  return new ProviderError('unreachable', text)
}

/** The message with that of its cause, which says what was unexpected. */
const detail = ({ message, cause }: Error): string =>
  cause instanceof Error && cause.message !== message ? `${message} (${cause.message})` : message
