import type { Shape } from './shape'

type Names =
  | 'identities'
  | 'provider_flows'
  | 'proved_identities'
  | 'requested_identities'
  | 'removed_identities'
  | 'provider_sessions'

/** The tables of OpenID providers, after those of accounts. */
export const identityShapes: {
  readonly [T in Names]: Shape<T>
} = {
  identities: {
    key: ['key'],
    numbered: true,
    columns: {
      ...{ key: true, user_key: true, provider: true, issuer: true, subject: true, label: true },
      ...{ created_at: true, used_at: true },
    },
  },
  provider_flows: {
    key: ['state_hash'],
    columns: {
      ...{ state_hash: true, provider: true, browser_hash: true, nonce: true, verifier: true, redirect_uri: true },
      ...{ back: true, proves_key: true, address: true, expires_at: true },
    },
  },
  proved_identities: {
    key: ['ticket_hash'],
    columns: {
      ...{ ticket_hash: true, provider: true, issuer: true, subject: true, label: true, username: true, name: true },
      ...{ admin: true, refresh_token: true, expires_at: true },
    },
  },
  requested_identities: {
    key: ['request_id'],
    columns: {
      ...{ request_id: true, provider: true, issuer: true, subject: true, label: true, admin: true },
      refresh_token: true,
    },
  },
  removed_identities: {
    key: ['user_key', 'issuer'],
    columns: { user_key: true, issuer: true, removed_at: true },
  },
  provider_sessions: {
    key: ['session_id'],
    columns: {
      ...{ session_id: true, user_key: true, identity_key: true, provider: true, refresh_token: true },
      ...{ failures: true, check_at: true },
    },
  },
}
