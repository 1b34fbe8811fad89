import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, hexToBytes } from '@noble/hashes/utils.js'
import type { Challenge } from '@parley/protocol/accounts'
import { asParleyError } from '../lib/error'

export interface SolveOptions {
  /** Receives the tried part, from 0 to 1; the solution may be anywhere in it. */
  readonly onProgress?: (share: number) => void
  /** Gives up. */
  readonly signal?: AbortSignal
}

/** Guesses between two looks at what else there is to do. */
const guessesAtOnce = 200

/**
 * Solves a challenge of `accounts.challenge` by trying: well below a second on a computer. Uses no WebCrypto, which
 * pages from plain HTTP do not have.
 * @returns the `challenge` of `accounts.register` and `accounts.login`
 * @throws the signal's reason, or RangeError when no guess is right
 */
export const solveChallenge = async (challenge: Challenge, options: SolveOptions = {}): Promise<string> => {
  const { maxCounter } = challenge.parameters.data
  const guess = guesser(challenge)
  for (let counter = 0; counter < maxCounter; counter++) {
    const derivedKey = guess(counter)
    if (derivedKey !== undefined) return btoa(JSON.stringify({ challenge, solution: { counter, derivedKey } }))
    if (counter % guessesAtOnce > 0) continue
    options.onProgress?.(counter / maxCounter)
    await new Promise((resolve) => setTimeout(resolve))
    options.signal?.throwIfAborted()
  }
  throw new RangeError('no counter solves this challenge')
}

/** The addition to a call: the solution of a challenge, or nothing. */
export interface Proof {
  readonly challenge?: string
}

/** Proofs that one call brings at most: one for each difficulty, and one more for what a busy moment spoilt. */
const mostProofs = 5

/**
 * Makes a stranger's call, and repeats it with a solved challenge while the server requires one, or a harder one. This
 * happens to `accounts.login` while others guess passwords.
 * @param prove solves a challenge that was fetched for this call: for `accounts.login`, with the same `login`
 * @param first goes with the call at once
 */
export const withProof = async <T>(
  call: (proof: Proof) => Promise<T>,
  prove: () => Promise<string>,
  first: Proof = {},
): Promise<T> => {
  let proof = first
  for (let proofs = 0; ; proofs++) {
    try {
      return await call(proof)
    } catch (thrown) {
      if (proofs >= mostProofs || !/^challenge_/.test(asParleyError(thrown).code)) throw thrown
    }
    proof = { challenge: await prove() }
  }
}

/** Answers the key of a counter in hexadecimal if it begins as it must. */
const guesser = ({ parameters }: Challenge): ((counter: number) => string | undefined) => {
  const begin = concatBytes(hexToBytes(parameters.salt), hexToBytes(parameters.nonce))
  const input = concatBytes(begin, new Uint8Array(4))
  const view = new DataView(input.buffer)
  return (counter) => {
    view.setUint32(begin.length, counter)
    let key = sha256(input)
    for (let times = 1; times < parameters.cost; times++) key = sha256(key)
    const hex = bytesToHex(key.subarray(0, parameters.keyLength))
    return hex.startsWith(parameters.keyPrefix) ? hex : undefined
  }
}
