import { fail } from '../lib/fail'
import { Semaphore } from '../lib/semaphore'
import { hasPassword, isProof, passwordIn } from './no-password'

/** The cost of one hash; tests use less. */
export interface Argon2Cost {
  readonly memoryKib: number
  readonly passes: number
}

/** The second choice of RFC 9106 is beyond small machines; this is OWASP's: 19 MiB and two passes. */
export const argon2Cost: Argon2Cost = { memoryKib: 19_456, passes: 2 }

/** Hashes at once: each takes a processor and its memory. */
const PARALLEL = 2
/** Waiting hashes; further ones are refused. */
const MAX_WAITING = 200

/** Hashes and verifies passwords with argon2id, off the main thread, a few at a time. */
export class Passwords {
  private readonly turns = new Semaphore(PARALLEL)
  private readonly nobodys: string

  constructor(
    private readonly cost: Argon2Cost = argon2Cost,
    private readonly nowMs: () => number = Date.now,
  ) {
    this.nobodys = nobodysHash(cost)
  }

  /** Hashes that wait for their turn. */
  get queueLength(): number {
    return this.turns.queueLength
  }

  /** @throws `unavailable` when too many wait */
  hash(password: string): Promise<string> {
    const { memoryKib: memoryCost, passes: timeCost } = this.cost
    return this.inTurn(() => Bun.password.hash(normal(password), { algorithm: 'argon2id', memoryCost, timeCost }))
  }

  /**
   * Whether a password fits a hash. Without a hash (there is no such user), and for an account without a password, it takes as
   * long and says no.
   * @throws `unavailable` when too many wait
   */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const known = hash !== undefined && hasPassword(hash)
    const fits = await this.inTurn(() => Bun.password.verify(normal(password), known ? passwordIn(hash) : this.nobodys))
    return fits && known
  }

  /**
   * Whether the owner of a signed-in account gave their password, or a proof in its place.
   * @throws `unavailable` when too many wait
   */
  async verifyOwner(given: string, stored: string): Promise<boolean> {
    if (isProof(stored, given, this.nowMs())) return true
    return hasPassword(stored) && this.verify(given, stored)
  }

  private async inTurn<T>(run: () => Promise<T>): Promise<T> {
    if (this.queueLength >= MAX_WAITING) throw fail('unavailable', { retryAfterMs: 2_000 })
    return this.turns.take(run)
  }
}

/** A hash of this cost in its usual form (PHC string format), made of random bytes: no known password matches. */
const nobodysHash = ({ memoryKib, passes }: Argon2Cost): string => {
  const random = () =>
    Buffer.from(crypto.getRandomValues(new Uint8Array(32)))
      .toString('base64')
      .replaceAll('=', '')
  return `$argon2id$v=19$m=${memoryKib},t=${passes},p=1$${random()}$${random()}`
}

/** The same password typed on different keyboards is the same (NFKC, as RFC 8265 asks); an empty one is still a password to compare. */
const normal = (password: string): string => password.normalize('NFKC') || '\0'
