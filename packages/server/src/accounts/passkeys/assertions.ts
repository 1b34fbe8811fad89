import type { UsedCredential } from '@parley/protocol'
import type { Stranger } from '../../lib/caller'
import { type Failure, fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import { toId } from '../../lib/uuid-bytes'
import type { Database, Transaction } from '../../storage/database'
import type { UserRow } from '../../users/users'
import { selectByKey } from '../store'
import type { GoodChallenge, PasskeyChallenges } from './passkey-challenges'
import * as store from './passkey-store'
import { requirePlace } from './place'
import { challengeIn, checkUse, type KeyUse } from './webauthn'

export interface AssertionsOptions {
  readonly database: Database
  readonly challenges: PasskeyChallenges
  readonly logger: Logger
}

/** A use of a passkey whose signature is right. */
export interface RightUse {
  readonly passkey: store.PasskeyRow
  readonly challenge: GoodChallenge
  readonly use: KeyUse
}

const USER_ID_BYTES = 16
const nobody = new Uint8Array(USER_ID_BYTES)

/** Uses of passkeys, for signing in and as proof of the owner. */
export class Assertions {
  constructor(private readonly options: AssertionsOptions) {}

  /**
   * Checks everything that needs no lock.
   * @throws `passkey_invalid` for every wrong use, after the same work; `passkeys_unavailable`
   */
  async check(stranger: Stranger, credential: UsedCredential): Promise<RightUse> {
    const { challenges, database } = this.options
    const place = requirePlace(stranger)
    const named = challengeIn(credential) ?? ''
    const challenge = await challenges.check(named, place, { kind: 'use' })
    const handle = Buffer.from(credential.response.userHandle ?? '', 'base64url')
    const userId = handle.length === USER_ID_BYTES ? handle : nobody
    const credentialId = Buffer.from(credential.id, 'base64url')
    const passkey = await database.read((db) => store.selectUsed(db, { userId, credentialId }))
    const use = await checkUse(credential, place, { challenge: named, stored: passkey })
    if (!challenge || !passkey || !use || passkey.rp_id !== place.rpId) throw invalidUse()
    return { passkey, challenge, use }
  }

  /**
   * Uses the challenge up, and locks the account. The rest of the transaction may still refuse for another reason, but has to be stored.
   * @returns the account; `passkey_invalid` for a challenge that was used, a passkey that was removed, or a counter that went back
   */
  async useIn(tx: Transaction, { passkey, challenge, use }: RightUse): Promise<UserRow | Failure> {
    await tx.lock({ users: [passkey.user_key] })
    const [row, held] = [await selectByKey(tx.db, passkey.user_key), await store.selectPasskey(tx.db, passkey)]
    const isUnused = await this.options.challenges.useIn(tx, challenge)
    if (!isUnused || !row || !held || !Buffer.from(held.public_key).equals(passkey.public_key)) return invalidUse()
    if (isCopied(held, use)) {
      this.options.logger.warn('a passkey was refused, because its counter went back', { userId: toId(row.id) })
      return invalidUse()
    }
    const synced = use.synced ? 1 : 0
    await store.updatePasskey(tx.db, held, { counter: use.counter, synced, last_used_at: tx.now })
    return row
  }
}

/** The refusal of a used passkey, which doesn't say why. */
export const invalidUse = (): Failure => fail('passkey_invalid', { field: 'credential' })

/**
 * Whether two devices have the key: then the counter of one is stale (WebAuthn 3, section 6.1.1). Synced passkeys have no counter, and
 * always report 0.
 */
const isCopied = ({ counter: before }: Pick<store.PasskeyRow, 'counter'>, { counter }: KeyUse): boolean =>
  (counter > 0 || before > 0) && counter <= before
