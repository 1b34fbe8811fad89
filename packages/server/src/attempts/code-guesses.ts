import type { ErrorName } from '@parley/protocol'
import type { Stranger } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { Database } from '../storage/database'
import { Failures, type PauseRule } from './failures'

/** Codes can't be guessed in practice. The pauses are short, since people behind the same address follow links that ended. */
const ofAddress: PauseRule = { free: 20, maxPauseMs: 60_000 }

const wrongCode: ReadonlySet<ErrorName> = new Set([
  'invite_invalid',
  'setup_invalid',
  'reset_invalid',
  'code_invalid',
  'second_factor_invalid',
  'ticket_invalid',
  'passkey_invalid',
])

/** Slows down the guessing of codes (of invite, setup and reset links, of mails and second factors) by address, on all nodes together. */
export class CodeGuesses {
  constructor(private readonly database: Database) {}

  /**
   * Runs a call that takes a code, and counts the call when it refuses the code.
   * @throws `rate_limited` while the address pauses, and what `run` throws
   */
  async guardGuess<T>({ address }: Pick<Stranger, 'address'>, run: () => Promise<T>): Promise<T> {
    const key = `codes ${address}`
    const { database } = this
    const failures = await database.read((db) => Failures.readFailures(db, [key], database.now()))
    const pauseMs = failures.pauseMs(key, ofAddress)
    if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
    try {
      return await run()
    } catch (error) {
      if (error instanceof Failure && wrongCode.has(error.failure)) await this.count(key)
      throw error
    }
  }

  /** Counts a wrong code in an answer that doesn't throw. */
  countWrong({ address }: Pick<Stranger, 'address'>): Promise<void> {
    return this.count(`codes ${address}`)
  }

  private count(key: string): Promise<void> {
    return this.database.write(async (tx) =>
      (await Failures.lockFailures(tx, [key])).addToCounts(tx, new Map([[key, 1]])),
    )
  }
}
