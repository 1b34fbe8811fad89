import type { UsedCredential } from '@parley/protocol'
import type { CodeGuesses } from '../../attempts/code-guesses'
import type { Caller } from '../../lib/caller'
import { Failure, fail } from '../../lib/fail'
import type { Database, Transaction } from '../../storage/database'
import type { UserRow } from '../../users/users'
import type { LoginThrottle } from '../login-throttle'
import type { Passwords } from '../passwords'
import { useSecondFactorCode } from '../second-factor/check-code'
import { selectByKey } from '../store'
import { type Assertions, invalidUse } from './assertions'

export interface OwnerProofsOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly throttle: LoginThrottle
  readonly guesses: CodeGuesses
  readonly assertions: Assertions
}

interface Proof {
  readonly password?: string | undefined
  readonly credential?: UsedCredential | undefined
  readonly code?: string | undefined
}

type Change<T> = (tx: Transaction, row: UserRow) => Promise<T>

/** Whether a code of the second factor has to come with the password. */
type Codes = 'with a code' | 'without a code'

/** Proofs that the owner holds the session: the password, or a passkey in its place. */
export class OwnerProofs {
  constructor(private readonly options: OwnerProofsOptions) {}

  /** Runs a change that takes the password or a passkey. */
  withOwner<T>(caller: Caller, proof: Proof, change: Change<T>): Promise<T> {
    return this.prove(caller, { proof, codes: 'without a code' }, change)
  }

  /** The same, and the password takes a code of the second factor with it, if that is on. */
  withFactor<T>(caller: Caller, proof: Proof, change: Change<T>): Promise<T> {
    return this.prove(caller, { proof, codes: 'with a code' }, change)
  }

  private prove<T>(
    caller: Caller,
    { proof: { password, credential, code }, codes }: { readonly proof: Proof; readonly codes: Codes },
    change: Change<T>,
  ): Promise<T> {
    if (credential !== undefined) return this.byPasskey(caller, credential, change)
    if (password === undefined) throw fail('bad_credentials', { field: 'password' })
    return this.byPassword(caller, { password, code, codes }, change)
  }

  private byPasskey<T>(caller: Caller, credential: UsedCredential, change: Change<T>): Promise<T> {
    const { assertions, database, guesses } = this.options
    return guesses.guardGuess(guessesOf(caller), async () => {
      const right = await assertions.check(caller, credential)
      if (right.passkey.user_key !== caller.userKey) throw invalidUse()
      const done = await database.write(async (tx) => {
        const row = await assertions.useIn(tx, right)
        return row instanceof Failure ? row : { result: await change(tx, row) }
      })
      if (done instanceof Failure) throw done
      return done.result
    })
  }

  private async byPassword<T>(
    caller: Caller,
    { password, code, codes }: { readonly password: string; readonly code: string | undefined; readonly codes: Codes },
    change: Change<T>,
  ): Promise<T> {
    const { database, guesses, passwords, throttle } = this.options
    const seen = await database.read((db) => selectByKey(db, caller.userKey))
    if (!seen) throw fail('unauthenticated')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, seen.password_hash))) throw wrongPassword()
    return guesses.guardGuess(guessesOf(caller), async () => {
      const done = await database.write(async (tx) => {
        await tx.lock({ users: [caller.userKey] })
        const row = await selectByKey(tx.db, caller.userKey)
        if (row?.password_hash !== seen.password_hash) throw wrongPassword()
        await counted.succeeded(tx)
        if (codes === 'with a code' && row.second_factor_at !== null) {
          if (code === undefined) return fail('second_factor_invalid', { field: 'code' })
          const used = await useSecondFactorCode(tx, row, code)
          if (used instanceof Failure) return used
        }
        return { result: await change(tx, row) }
      })
      if (done instanceof Failure) throw done
      return done.result
    })
  }
}

const wrongPassword = (): Failure => fail('bad_credentials', { field: 'password' })

/** The session of the account has proved itself, so wrong codes of others at the same address don't count. */
const guessesOf = ({ userKey, address }: Caller) => ({ address: `${userKey} ${address}` })
