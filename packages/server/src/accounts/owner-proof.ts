import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import type { LoginThrottle } from './login-throttle'
import type { Passwords } from './passwords'
import { selectByKey } from './store'

export interface OwnerProofOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly throttle: Pick<LoginThrottle, 'countChange'>
}

/** A password that was right a moment ago. */
export interface Proven {
  /**
   * Forgives the counted try, in the transaction of the act, which has locked the user.
   * @throws `bad_credentials` when the password has changed since
   */
  accept(tx: Transaction): Promise<void>
}

/** Requires the caller's password before an act that a stolen session must not do. */
export class OwnerProof {
  constructor(private readonly options: OwnerProofOptions) {}

  /** @throws `bad_credentials`; tries count before the password is checked */
  async check({ userKey, sessionId }: Caller, password: string): Promise<Proven> {
    const { database, passwords, throttle } = this.options
    const user = await database.read((db) => selectByKey(db, userKey))
    if (!user) throw fail('unauthenticated')
    const counted = await throttle.countChange(sessionId)
    if (!(await passwords.verifyOwner(password, user.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    return {
      accept: async (tx) => {
        const row = await selectByKey(tx.db, userKey)
        if (row?.password_hash !== user.password_hash) throw fail('bad_credentials', { field: 'password' })
        await counted.succeeded(tx)
      },
    }
  }
}
