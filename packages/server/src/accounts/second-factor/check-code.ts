import { limits } from '@parley/protocol'
import { type Failure, fail } from '../../lib/fail'
import { hashSecret } from '../../lib/secret'
import type { Transaction } from '../../storage/database'
import type { UserRow } from '../../users/users'
import * as store from './factor-store'
import { plainCode } from './recovery-code'
import { stepOfCode } from './totp'

const totpForm = new RegExp(`^\\d{${limits.secondFactorDigits}}$`)
const { secondFactorTries: most, secondFactorTryMs: everyMs } = limits

/** The stored form of a recovery code. */
export const hashRecoveryCode = (code: string): Uint8Array => hashSecret(plainCode(code))

/** The kind of a code that was right. */
export interface RightCode {
  readonly by: 'totp' | 'recovery code'
}

/**
 * Uses a code of the second factor of a locked user, once: of an authenticator app, or for recovery. Wrong codes of the app
 * count for the account, on all nodes and from all addresses. Only time forgives them: a success would give guessers new tries
 * whenever the owner signs in. Recovery codes can't be guessed, and have no such limit: the
 * owner can always use one.
 * @returns `second_factor_invalid`, which the transaction has to store before the caller throws it
 * @throws `second_factor_off`, and `rate_limited` after too many wrong codes of the app
 */
export const useSecondFactorCode = async (
  tx: Transaction,
  row: UserRow,
  typed: string,
): Promise<RightCode | Failure> => {
  const factor = row.second_factor_at === null ? undefined : await store.selectFactor(tx.db, row.key)
  if (!factor) throw fail('second_factor_off')
  const code = plainCode(typed)
  if (totpForm.test(code)) return useTotp(tx, factor, code)
  if (!(await store.takeRecoveryCode(tx.db, row.key, hashRecoveryCode(code)))) return wrong()
  return { by: 'recovery code' }
}

const useTotp = async (tx: Transaction, factor: store.FactorRow, code: string): Promise<RightCode | Failure> => {
  // Each wrong code takes one try, and each one comes back after its time (GCRA).
  const triesUntil = Math.max(factor.tries_until, tx.now) + everyMs
  const pauseMs = triesUntil - most * everyMs - tx.now
  if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
  const step = stepOfCode(factor.secret, code, tx.now)
  // A code that was used, or one before it, was perhaps seen by someone.
  if (step === undefined || step <= factor.last_step) {
    await store.updateFactor(tx.db, factor.user_key, { tries_until: triesUntil })
    return wrong()
  }
  await store.updateFactor(tx.db, factor.user_key, { last_step: step })
  return { by: 'totp' }
}

const wrong = (): Failure => fail('second_factor_invalid', { field: 'code' })
