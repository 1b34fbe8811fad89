import { type Input, limits, newUuidV7, type Passkey, type PasskeyId, type Result } from '@parley/protocol'
import type { Caller } from '../../lib/caller'
import { type Failure, fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import { toBytes, toId } from '../../lib/uuid-bytes'
import type { Letter } from '../../mail/compose'
import type { Database, Transaction } from '../../storage/database'
import { raiseUserRev } from '../../storage/queries/revs'
import { updateUser } from '../../users/user-rows'
import { toMe, type UserRef, type UserRow } from '../../users/users'
import type { Notices } from '../email/notices'
import { giveProof } from '../give-proof'
import type { Settings } from '../settings'
import { selectByKey } from '../store'
import type { WaysIn } from '../ways-in'
import type { OwnerProofs } from './owner-proofs'
import type { ChallengeUse, PasskeyChallenges } from './passkey-challenges'
import { passkeyCreation } from './passkey-options'
import * as store from './passkey-store'
import { type PasskeyPlace, passkeyPlace, requirePlace } from './place'
import { challengeIn, checkNew, type NewKey } from './webauthn'

export interface OwnPasskeysOptions {
  readonly database: Database
  readonly proofs: OwnerProofs
  readonly challenges: PasskeyChallenges
  readonly notices: Notices
  readonly waysIn: WaysIn
  readonly settings: Settings
  readonly logger: Logger
}

/** The passkeys of an account: adding, naming and removing them. */
export class OwnPasskeys {
  constructor(private readonly options: OwnPasskeysOptions) {}

  /** The caller's passkeys, and the host that new ones work on. */
  async list({ userKey, origin }: Caller): Promise<Result<'accounts.passkeys'>> {
    const rows = await this.options.database.read((db) => store.selectPasskeys(db, userKey))
    const rpId = passkeyPlace(origin)?.rpId
    return { passkeys: rows.map(toPasskey), ...(rpId === undefined ? {} : { rpId }) }
  }

  /** Gives the caller a proof that takes the place of the password. */
  async prove(
    caller: Caller,
    { credential }: Input<'accounts.proveByPasskey'>,
  ): Promise<Result<'accounts.proveByPasskey'>> {
    return { proof: await this.options.proofs.withOwner(caller, { credential }, giveProof) }
  }

  /** Makes the options for a new passkey, with a proof of the owner. */
  async setUp(caller: Caller, proof: Input<'accounts.setUpPasskey'>): Promise<Result<'accounts.setUpPasskey'>> {
    const { challenges, proofs, settings } = this.options
    const place = requirePlace(caller)
    const { row, held, server } = await proofs.withFactor(caller, proof, async (tx, row) => {
      const held = await this.requireRoom(tx, row.key)
      return { row, held, server: (await settings.serverName(tx.db)) ?? 'Parley' }
    })
    const challenge = await challenges.make(place, useBy(caller, row))
    return passkeyCreation(place, { challenge, server, row, held })
  }

  /** Adds the passkey that a device made with these options. */
  async add(caller: Caller, { credential, name }: Input<'accounts.addPasskey'>): Promise<Passkey> {
    const { challenges, database, logger, notices } = this.options
    const place = requirePlace(caller)
    const seen = await database.read((db) => selectByKey(db, caller.userKey))
    if (!seen) throw fail('unauthenticated')
    const named = challengeIn(credential) ?? ''
    const challenge = await challenges.check(named, place, useBy(caller, seen))
    const made = challenge && (await checkNew(credential, place, named))
    if (!made) throw invalid()
    const { passkey, letter } = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const row = await selectByKey(tx.db, caller.userKey)
      // A changed password may mean that a stolen session is adding this passkey.
      if (row?.password_hash !== seen.password_hash) throw invalid()
      const held = await this.requireRoom(tx, row.key)
      if (!(await challenges.useIn(tx, challenge))) throw invalid()
      const added = await store.insertPasskey(
        tx.db,
        newRow(made, { place, row, name: name ?? caller.device, at: tx.now }),
      )
      if (!added) throw invalid()
      await this.publish(tx, row, held.length + 1)
      return { passkey: toPasskey(added), letter: await notices.letterTo(tx.db, row, 'passkeyAdded') }
    })
    notices.send(letter)
    logger.info('a passkey was added', { userId: caller.userId })
    return passkey
  }

  rename(caller: Caller, { passkeyId, name }: Input<'accounts.renamePasskey'>): Promise<Passkey> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const row = await selectByKey(tx.db, caller.userKey)
      if (!row) throw fail('unauthenticated')
      const renamed = await store.renamePasskey(tx.db, row.key, { id: passkeyId, name })
      if (!renamed) throw fail('not_found', { field: 'passkeyId' })
      await this.publish(tx, row, row.passkeys)
      return toPasskey(renamed)
    })
  }

  /** Removes a passkey, with a proof of the owner. */
  async remove(
    caller: Caller,
    { passkeyId, ...proof }: Input<'accounts.removePasskey'>,
  ): Promise<Result<'accounts.removePasskey'>> {
    const { logger, notices, proofs, waysIn } = this.options
    const { wasThere, letter } = await proofs.withOwner(caller, proof, async (tx, row) => {
      const wasThere = await store.deletePasskey(tx.db, row.key, passkeyId)
      if (!wasThere) return { wasThere, letter: undefined }
      if (row.passkeys === 1) await waysIn.requireAnother(tx, row)
      await this.publish(tx, row, row.passkeys - 1)
      return { wasThere, letter: await notices.letterTo(tx.db, row, 'passkeyRemoved') }
    })
    notices.send(letter)
    if (wasThere) logger.info('a passkey was removed', { userId: caller.userId })
    return {}
  }

  /**
   * Removes all passkeys of a locked user for an administrator.
   * @returns the changed row, and the mail to send once the transaction is stored
   */
  async removeFor(tx: Transaction, row: UserRow): Promise<{ row: UserRow; letter: Letter | undefined }> {
    const letter = await this.options.notices.letterTo(tx.db, row, 'passkeysRemoved')
    await store.deletePasskeys(tx.db, row.key)
    await this.publish(tx, row, 0)
    return { row: { ...row, passkeys: 0 }, letter }
  }

  /** Erases the passkeys of an account. */
  async erase(tx: Transaction, user: UserRef): Promise<boolean> {
    await tx.lock({ users: [user.key] })
    await store.deletePasskeys(tx.db, user.key)
    return false
  }

  /** @throws `passkeys_full` */
  private async requireRoom(tx: Transaction, userKey: number): Promise<readonly store.PasskeyRow[]> {
    const held = await store.selectPasskeys(tx.db, userKey)
    if (held.length >= limits.passkeys) throw fail('passkeys_full')
    return held
  }

  /** Stores the number of passkeys of a locked user, and makes their devices look again. */
  private async publish(tx: Transaction, { key }: UserRow, count: number): Promise<void> {
    const rev = await raiseUserRev(tx, key)
    const me = toMe(await updateUser(tx.db, key, { passkeys: count, profile_rev: rev }))
    tx.publish({ kind: 'user', userId: me.id, delta: { from: rev - 1, rev, me } })
  }
}

const invalid = (): Failure => fail('passkey_invalid', { field: 'credential' })

const useBy = ({ userKey, sessionId }: Caller, { password_hash: passwordHash }: UserRow): ChallengeUse => ({
  ...{ kind: 'add', userKey, sessionId, passwordHash },
})

const newRow = (
  { credentialId, publicKey, counter, synced }: NewKey,
  {
    place,
    row,
    name,
    at,
  }: { readonly place: PasskeyPlace; readonly row: UserRow; readonly name: string; readonly at: number },
): store.PasskeyRow => ({
  ...{ user_key: row.key, credential_id: credentialId, id: toBytes(newUuidV7(at)), public_key: publicKey, counter },
  ...{ rp_id: place.rpId, name, synced: synced ? 1 : 0, created_at: at, last_used_at: null },
})

const toPasskey = (row: store.PasskeyRow): Passkey => ({
  ...{ id: toId<PasskeyId>(row.id), name: row.name, rpId: row.rp_id, synced: row.synced === 1 },
  createdAt: row.created_at,
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
})
