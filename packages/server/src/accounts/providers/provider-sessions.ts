import type { SessionId } from '@parley/protocol'
import { toBytes } from '../../lib/uuid-bytes'
import type { Transaction } from '../../storage/database'
import type { UserRef } from '../../users/users'
import * as flowStore from './flow-store'
import { selectIdentity } from './identity-store'
import * as store from './provider-session-store'
import type { Providers } from './providers'

/** The pause of sessions that have no token to ask with, and no greatest age. They still end with the link to the provider. */
export const NOTHING_TO_ASK_MS = 24 * 60 * 60_000

/** A session that begins through a provider. */
export interface Beginning {
  readonly provider: string
  readonly identityKey: number
  readonly sessionId: SessionId
  /** Encrypted. */
  readonly refreshToken: Uint8Array | null
  /** Whether the provider's statement is old, so that it is asked at once. */
  readonly isStale?: boolean
}

/** The part of sessions that follows their provider. */
export class ProviderSessions {
  constructor(private readonly options: { readonly providers: Providers }) {}

  /** The stored form of a refresh token; null where the provider gave none, or has no secret to make a key from. */
  stored(provider: string, refreshToken: string | undefined): Uint8Array | null {
    const cipher = this.options.providers.find(provider)?.cipher
    return refreshToken === undefined ? null : (cipher?.encrypt(refreshToken) ?? null)
  }

  /** Makes a new session follow its provider: it ends with the link, when the provider says so, or at its greatest age. */
  async follow(tx: Transaction, user: UserRef, beginning: Beginning): Promise<void> {
    const { provider, identityKey, sessionId, refreshToken, isStale = false } = beginning
    const settings = this.options.providers.find(provider)?.client.provider
    const askAfterMs = isStale ? 0 : settings?.refreshMs
    const waitMs = (refreshToken === null ? settings?.sessionMs : askAfterMs) ?? NOTHING_TO_ASK_MS
    await store.insertProviderSession(tx.db, {
      ...{ session_id: toBytes(sessionId), user_key: user.key, identity_key: identityKey, provider },
      ...{ refresh_token: refreshToken, failures: 0, check_at: tx.now + waitMs },
    })
  }

  /** The same for a sign-in that waited for the second factor: its ticket is also that of the provider. */
  async followTicket(
    tx: Transaction,
    user: UserRef,
    { ticketHash, sessionId }: { readonly ticketHash: Uint8Array; readonly sessionId: SessionId },
  ): Promise<void> {
    const proved = await flowStore.takeProved(tx.db, { ticketHash, nowMs: tx.now })
    const identity = proved && (await selectIdentity(tx.db, proved))
    if (!proved || identity?.user_key !== user.key) return
    const { provider, refresh_token: refreshToken } = proved
    await this.follow(tx, user, { provider, identityKey: identity.key, sessionId, refreshToken })
  }
}
