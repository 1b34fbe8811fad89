import { randomInt } from 'node:crypto'
import { limits } from '@parley/protocol'
import { Failures } from '../../attempts/failures'
import { fail } from '../../lib/fail'
import type { Database, Transaction } from '../../storage/database'

/** A new code of decimal digits. */
export const newMailCode = (): string =>
  String(randomInt(10 ** limits.mailCodeDigits)).padStart(limits.mailCodeDigits, '0')

/** A limit for codes, or for tries with one, under one key. */
export interface CodeLimit {
  readonly key: string
  /** Codes until a pause of an hour, or tries until the code is void. */
  readonly most: number
}

/** Counts requested codes and tries with them, in the database: limits hold on all nodes together. */
export class MailCodes {
  constructor(private readonly database: Database) {}

  /**
   * Counts a new code, and forgets the tries with the one before.
   * @param triesKey the key of all tries; those of single strangers begin with it and a space
   * @returns the pause in milliseconds when a limit is reached; then nothing is counted
   */
  async countNew(tx: Transaction, codes: readonly CodeLimit[], triesKey: string): Promise<number> {
    const failures = await Failures.lockFailures(tx, [...codes.map(({ key }) => key), triesKey])
    const pauses = codes.map(({ key, most }) => failures.pauseMs(key, { free: most, ...HOUR }))
    const pauseMs = Math.max(...pauses)
    if (pauseMs > 0) return pauseMs
    const tries = -failures.countOf(triesKey)
    await failures.addToCounts(tx, new Map([...codes.map(({ key }) => [key, 1] as const), [triesKey, tries]]))
    await Failures.remove(tx, [], `${triesKey} `)
    return 0
  }

  /**
   * Counts a try before the code is compared, so that tries at the same moment count as well.
   * @throws `code_invalid` when there were too many
   */
  async countTry(tx: Transaction, tries: readonly CodeLimit[]): Promise<void> {
    const failures = await Failures.lockFailures(
      tx,
      tries.map(({ key }) => key),
    )
    if (tries.some(({ key, most }) => failures.countOf(key) >= most)) throw fail('code_invalid', { field: 'code' })
    await failures.addToCounts(tx, changeAll(tries, 1))
  }

  /** Takes a try back whose code was right, or was never compared. */
  undoTry(tries: readonly CodeLimit[]): Promise<void> {
    return this.database.write(async (tx) => {
      const failures = await Failures.lockFailures(
        tx,
        tries.map(({ key }) => key),
      )
      await failures.addToCounts(tx, changeAll(tries, -1))
    })
  }
}

const changeAll = (counted: readonly CodeLimit[], change: number) =>
  new Map(counted.map(({ key }) => [key, change] as const))

/** The first pause is as long as failures are remembered. */
const HOUR = { maxPauseMs: 60 * 60_000, firstPauseMs: 60 * 60_000 } as const
