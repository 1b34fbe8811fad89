import { fail } from '../lib/fail'
import type { Transaction } from '../storage/database'
import type { UserRow } from '../users/users'
import { hasPassword } from './no-password'
import { selectIdentitiesOf } from './providers/identity-store'
import type { Providers } from './providers/providers'

export interface WaysInOptions {
  readonly providers: Pick<Providers, 'find'>
  /** Whether people can sign in by password. */
  readonly byPassword: boolean
}

/** The ways in which the owner of an account can sign in again. */
export class WaysIn {
  constructor(private readonly options: WaysInOptions) {}

  /**
   * Requires that a password or a linked account at a configured provider is left. Passkeys don't count, because they work
   * on one host only.
   * @param except the key of the linked account that is being removed
   * @throws `last_sign_in`
   */
  async requireAnother(tx: Transaction, { key, password_hash }: UserRow, except?: number): Promise<void> {
    const { byPassword, providers } = this.options
    if (byPassword && hasPassword(password_hash)) return
    const linked = await selectIdentitiesOf(tx.db, key)
    if (!linked.some((one) => one.key !== except && providers.find(one.provider))) throw fail('last_sign_in')
  }
}
