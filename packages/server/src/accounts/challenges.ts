import { limits, type Result } from '@parley/protocol'
import { Challenge } from '@parley/protocol/accounts'
import { createChallenge, randomInt, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { z } from 'zod'
import type { Clock } from '../lib/clock'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import type { Database, Transaction } from '../storage/database'
import { lockMeta } from '../storage/meta'
import * as store from './challenge-store'

export interface ChallengesOptions {
  readonly database: Database
  readonly clock: Pick<Clock, 'now'>
  /** `false` takes every call as it is. */
  readonly required: boolean
}

/** Each harder proof takes twice the work: the hardest takes a phone a few seconds. */
export type Difficulty = 0 | 1 | 2
export const hardest: Difficulty = 2

/** A guess costs this many hashes, so that a client without WebCrypto spends its time in them and not around them … */
const hashesEach = (difficulty: Difficulty): number => 50 * 2 ** difficulty
/** … and this is how many guesses are left at the most: about half a second of a phone, nothing of this server. */
const guesses = { fewest: 500, most: 4_000 } as const
const SECRET_BYTES = 32

const Payload = z.object({
  challenge: Challenge,
  solution: z.object({ counter: z.int().nonnegative(), derivedKey: z.string() }),
})
type Payload = z.output<typeof Payload>

/** Checks a solution without the database, where its use would be recorded. */
export interface Proof {
  readonly nonce: string
  readonly expiresAtMs: number
  readonly hashesEach: number
}

/**
 * Proofs of work that make it costly to register many accounts and to guess many passwords, by the second version of
 * ALTCHA's protocol (altcha.org). Any node takes what another one gave out; each is good for one call.
 */
export class Challenges {
  private secret: Promise<string> | undefined

  constructor(private readonly options: ChallengesOptions) {}

  /** Whether calls of strangers must bring one at all. */
  get required(): boolean {
    return this.options.required
  }

  /** A new, unused one. */
  async createChallenge(difficulty: Difficulty = 0): Promise<Result<'accounts.challenge'>> {
    const made = await createChallenge({
      algorithm: 'SHA-256',
      cost: hashesEach(difficulty),
      counter: randomInt(guesses.most - 1, guesses.fewest),
      data: { maxCounter: guesses.most },
      deriveKey,
      expiresAt: Math.floor((this.options.clock.now() + limits.challengeMs) / 1_000),
      hmacSignatureSecret: await this.sharedSecret(),
    })
    return Challenge.parse(made)
  }

  /**
   * Takes a solution, once.
   * @throws `challenge_required` without one, `challenge_invalid` if it is wrong, too old or was used before
   */
  async redeemSolution(text: string | undefined): Promise<void> {
    if (!this.required) return
    const proof = text === undefined ? undefined : await this.checkSolution(text)
    await this.options.database.write((tx) => this.redeemIn(tx, proof, 0))
  }

  /** Looks at a solution without using it up; null when it is wrong or too old. */
  async checkSolution(text: string): Promise<Proof | null> {
    const payload = read(text)
    if (!payload || !(await this.isRight(payload))) return null
    const { nonce, expiresAt, cost } = payload.challenge.parameters
    return { nonce, expiresAtMs: expiresAt * 1_000, hashesEach: cost }
  }

  /**
   * Takes a solution that was looked at, once, in a transaction that may still refuse for another reason.
   * @throws `challenge_required` without one or with one that was too easy, `challenge_invalid`
   */
  async redeemIn(tx: Transaction, proof: Proof | null | undefined, difficulty: Difficulty): Promise<void> {
    if (!this.required) return
    if (proof === undefined || (proof && proof.hashesEach < hashesEach(difficulty)))
      throw fail('challenge_required', { field: 'challenge' })
    if (!proof || !(await store.insertUsed(tx.db, { nonce: proof.nonce, expires_at: proof.expiresAtMs })))
      throw fail('challenge_invalid', { field: 'challenge' })
  }

  /** Forgets used ones that are too old by now; answers how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteExpired(tx.db, { before: tx.now, limit })
  }

  private async isRight({ challenge, solution }: Payload): Promise<boolean> {
    if (challenge.parameters.expiresAt * 1_000 <= this.options.clock.now()) return false
    const hmacSignatureSecret = await this.sharedSecret()
    return (await verifySolution({ challenge, solution, deriveKey, hmacSignatureSecret })).verified
  }

  /** The same on all nodes; the first node that needs it creates it. */
  private sharedSecret(): Promise<string> {
    this.secret ??= this.options.database
      .write(({ db }) => lockMeta(db, 'challenge_secret', newSecret(SECRET_BYTES)))
      .catch((error) => {
        this.secret = undefined
        throw error
      })
    return this.secret
  }
}

const read = (text: string): Payload | undefined => {
  try {
    return Payload.safeParse(JSON.parse(atob(text))).data
  } catch {
    return undefined
  }
}
