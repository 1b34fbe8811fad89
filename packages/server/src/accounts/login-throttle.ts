import type { SessionId } from '@parley/protocol'
import { Failures, type PauseRule } from '../attempts/failures'
import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import { type Challenges, type Difficulty, hardest } from './challenges'

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

/** The caller and target of an attempt. */
export interface SignInTry {
  /** The username as it was typed, in lower case, or a hash of an e-mail address. Undefined when it can be neither. */
  readonly login: string | undefined
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
const keysOf = ({ login, address }: SignInTry) => ({
  address: `address ${address}`,
  ...(login === undefined ? {} : { account: `account ${login}`, pair: `pair ${login} ${address}` }),
})
type Keys = ReturnType<typeof keysOf>

/**
 * Slows down password guessing, on all nodes together. Failures pause the attempts on one account from one address, and
 * all attempts from an address. They never pause an account as a whole, so an attacker can't lock its owner out. After
 * guesses from many addresses, each attempt on the account needs a harder proof of work, which an owner's device solves
 * in seconds. Attempts count by the typed name, existing or not, and before the password is checked.
 */
export class LoginThrottle {
  constructor(private readonly options: { readonly database: Database; readonly challenges: Challenges }) {}

  /** How hard a proof of work the next try takes; undefined when it takes none. */
  async demandProof(attempt: SignInTry): Promise<Difficulty | undefined> {
    const { database } = this.options
    const keys = keysOf(attempt)
    return database.read(async (db) =>
      demandOf(await Failures.readFailures(db, Object.values(keys), database.now()), keys),
    )
  }

  /**
   * Counts a try as failed.
   * @param solution of a challenge; it is used only where the try takes one
   * @throws `rate_limited` during a pause, `challenge_required` without a proof or with one too easy, `challenge_invalid`
   */
  async countAttempt(attempt: SignInTry, solution: string | undefined): Promise<CountedTry> {
    const { challenges, database } = this.options
    const keys = keysOf(attempt)
    const proof = solution === undefined ? undefined : await challenges.checkSolution(solution)
    await database.write(async (tx) => {
      const failures = await Failures.lockFailures(tx, Object.values(keys))
      refuseInPause(failures, keys, challenges.required)
      const demand = demandOf(failures, keys)
      if (demand !== undefined) await challenges.redeemIn(tx, proof, demand)
      await failures.addToCounts(tx, changeAll(keys, 1))
    })
    return {
      succeeded: (tx) => forgive(tx, keys),
      undo: () =>
        database.write(async (tx) =>
          (await Failures.lockFailures(tx, Object.values(keys))).addToCounts(tx, changeAll(keys, -1)),
        ),
    }
  }

  /**
   * Counts a try to change the password as failed, for the session that makes it.
   * @throws `rate_limited` during a pause
   */
  async countChange(sessionId: SessionId): Promise<Pick<CountedTry, 'succeeded'>> {
    const key = `change ${sessionId}`
    await this.options.database.write(async (tx) => {
      const failures = await Failures.lockFailures(tx, [key])
      const pauseMs = failures.pauseMs(key, ofSession)
      if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
      await failures.addToCounts(tx, new Map([[key, 1]]))
    })
    return {
      succeeded: async (tx) => {
        const failures = await Failures.lockFailures(tx, [key])
        await failures.addToCounts(tx, new Map([[key, -failures.countOf(key)]]))
      },
    }
  }

  /** Removes the failures of an account that is being erased. */
  forgetName(tx: Transaction, username: string): Promise<void> {
    return Failures.remove(tx, [`account ${username}`], `pair ${username} `)
  }

  /** Removes failures that are forgotten; returns how many rows. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return Failures.removeOld(tx, limit)
  }
}

const changeAll = (keys: Keys, change: number) => new Map(Object.values(keys).map((key) => [key, change]))

const forgive = async (tx: Transaction, keys: Keys): Promise<void> => {
  const failures = await Failures.lockFailures(tx, Object.values(keys))
  const ofPair = keys.pair === undefined ? 0 : failures.countOf(keys.pair)
  const changes = changeAll(keys, -ofPair).set(keys.address, -1)
  await failures.addToCounts(tx, changes)
}

/** The pauses that a try meets. */
const pausesOf = (failures: Failures, keys: Keys) =>
  (['pair', 'address'] as const).flatMap((kind) => {
    const key = keys[kind]
    const pauseMs = key === undefined ? 0 : failures.pauseMs(key, rules[kind])
    return key === undefined || pauseMs === 0 ? [] : [{ pauseMs, firm: failures.countOf(key) >= rules[kind].firmFrom }]
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
    return key === undefined ? 0 : steps[kind].filter((step) => failures.countOf(key) >= step).length
  })
  const most = Math.max(...reached)
  return most === 0 ? undefined : ((most - 1) as Difficulty)
}
