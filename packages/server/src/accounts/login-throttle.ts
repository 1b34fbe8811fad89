import type { SessionId } from '@parley/protocol'
import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import { type Challenges, type Difficulty, hardest } from './challenges'
import { Failures, type PauseRule } from './failures'

interface Rule extends PauseRule {
  /** Up to so many failures the hardest proof of work takes the place of a pause; from then on nothing does. */
  readonly firmFrom: number
}

const rules = {
  /** Tries on one account from one address. */
  pair: { free: 10, maxPauseMs: 60_000, firmFrom: 100 },
  address: { free: 30, maxPauseMs: 15 * 60_000, firmFrom: 300 },
} as const satisfies Record<string, Rule>

/** Changing the password: a session that was stolen guesses for itself alone. */
const ofSession: PauseRule = { free: 10, maxPauseMs: 60_000 }

/** From so many failures on a try takes a proof of work: the first, and each one more makes it harder. */
const steps = { account: [3, 10, 30], address: [10, 30, 100] } as const

/** Who tries what. */
export interface SignInTry {
  /** The user name as it was typed, in lower case; undefined when no user can be called that. */
  readonly username: string | undefined
  readonly address: string
}

/** A try that was counted as failed until it turns out otherwise. */
export interface CountedTry {
  /** Forgives it, and what failed before for this account from this address, and nothing else. */
  succeeded(tx: Transaction): Promise<void>
  /** Takes only this try back: its password was never looked at. */
  undo(): Promise<void>
}

/** The rows that a try counts in. A text that cannot be a user name may be a password: it isn't stored. */
const keysOf = ({ username, address }: SignInTry) => ({
  address: `address ${address}`,
  ...(username === undefined ? {} : { account: `account ${username}`, pair: `pair ${username} ${address}` }),
})
type Keys = ReturnType<typeof keysOf>

/**
 * Slows down the guessing of passwords, on all nodes together. Failures pause the tries on one account from one address, and
 * all tries from an address, never an account as a whole: nobody can lock its owner out. Guessing one account from many
 * addresses makes each try on it take a harder proof of work, which an owner's device solves in seconds. Tries count by what
 * was typed, whether there is such an account or not, and they count before the password is looked at.
 */
export class LoginThrottle {
  constructor(private readonly options: { readonly database: Database; readonly challenges: Challenges }) {}

  /** How hard a proof of work the next try takes; undefined when it takes none. */
  async demand(attempt: SignInTry): Promise<Difficulty | undefined> {
    const { database } = this.options
    const keys = keysOf(attempt)
    return database.read(async (db) => demandOf(await Failures.read(db, Object.values(keys), database.now()), keys))
  }

  /**
   * Counts a try as failed.
   * @param solution of a challenge; it is used only where the try takes one
   * @throws `rate_limited` during a pause, `challenge_required` without a proof or with one too easy, `challenge_invalid`
   */
  async attempt(attempt: SignInTry, solution: string | undefined): Promise<CountedTry> {
    const { challenges, database } = this.options
    const keys = keysOf(attempt)
    const proof = solution === undefined ? undefined : await challenges.check(solution)
    await database.write(async (tx) => {
      const failures = await Failures.lock(tx, Object.values(keys))
      refuseInPause(failures, keys, challenges.required)
      const demand = demandOf(failures, keys)
      if (demand !== undefined) await challenges.redeemIn(tx, proof, demand)
      await failures.add(tx, changeAll(keys, 1))
    })
    return {
      succeeded: (tx) => forgive(tx, keys),
      undo: () =>
        database.write(async (tx) => (await Failures.lock(tx, Object.values(keys))).add(tx, changeAll(keys, -1))),
    }
  }

  /**
   * Counts a try to change the password as failed, for the session that makes it.
   * @throws `rate_limited` during a pause
   */
  async attemptChange(sessionId: SessionId): Promise<Pick<CountedTry, 'succeeded'>> {
    const key = `change ${sessionId}`
    await this.options.database.write(async (tx) => {
      const failures = await Failures.lock(tx, [key])
      const pauseMs = failures.pauseMs(key, ofSession)
      if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
      await failures.add(tx, new Map([[key, 1]]))
    })
    return {
      succeeded: async (tx) => {
        const failures = await Failures.lock(tx, [key])
        await failures.add(tx, new Map([[key, -failures.count(key)]]))
      },
    }
  }

  /** Removes failures that are forgotten; returns how many rows. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return Failures.removeOld(tx, limit)
  }
}

const changeAll = (keys: Keys, change: number) => new Map(Object.values(keys).map((key) => [key, change]))

const forgive = async (tx: Transaction, keys: Keys): Promise<void> => {
  const failures = await Failures.lock(tx, Object.values(keys))
  const ofPair = keys.pair === undefined ? 0 : failures.count(keys.pair)
  const changes = changeAll(keys, -ofPair).set(keys.address, -1)
  await failures.add(tx, changes)
}

/** The pauses that a try meets. */
const pausesOf = (failures: Failures, keys: Keys) =>
  (['pair', 'address'] as const).flatMap((kind) => {
    const key = keys[kind]
    const pauseMs = key === undefined ? 0 : failures.pauseMs(key, rules[kind])
    return key === undefined || pauseMs === 0 ? [] : [{ pauseMs, firm: failures.count(key) >= rules[kind].firmFrom }]
  })

/** @throws `rate_limited` where no proof of work takes the place of the pause */
const refuseInPause = (failures: Failures, keys: Keys, proofs: boolean): void => {
  const firm = pausesOf(failures, keys).filter((pause) => pause.firm || !proofs)
  if (firm.length > 0) throw fail('rate_limited', { retryAfterMs: Math.max(...firm.map(({ pauseMs }) => pauseMs)) })
}

const demandOf = (failures: Failures, keys: Keys): Difficulty | undefined => {
  if (pausesOf(failures, keys).length > 0) return hardest
  const reached = (['account', 'address'] as const).map((kind) => {
    const key = keys[kind]
    return key === undefined ? 0 : steps[kind].filter((step) => failures.count(key) >= step).length
  })
  const most = Math.max(...reached)
  return most === 0 ? undefined : ((most - 1) as Difficulty)
}
