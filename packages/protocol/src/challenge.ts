import { z } from 'zod'
import { limits } from './limits'

/** A proof of work, as the second version of ALTCHA defines it. */
export const Challenge = z.object({
  /** The problem that the client solves. */
  parameters: z.object({
    algorithm: z.string().describe('Always `SHA-256`: a key is the hash of salt, nonce and counter, hashed again.'),
    nonce: z.string().describe('Hexadecimal.'),
    salt: z.string().describe('Hexadecimal.'),
    cost: z.int().positive().describe('How many times each key is hashed.'),
    keyLength: z.int().positive().describe('Bytes of a key.'),
    keyPrefix: z.string().describe('Hexadecimal. The key of the right counter begins with it.'),
    expiresAt: z.int().describe('Epoch seconds.'),
    /** The limits of the search. */
    data: z.object({ maxCounter: z.int().positive().describe('The right counter is lower.') }),
  }),
  signature: z.string(),
})
export type Challenge = z.output<typeof Challenge>

/** These paragraphs are all that a solver needs. A test recomputes the example. */
export const challengeDoc = [
  'Returns a proof of work for a call without a session. It is valid for five minutes and for one call. With `login`, the challenge is as hard as signing in as that user currently is.',
  'To solve it, decode `salt` and `nonce` from hexadecimal. Try each counter from 0 on, below `data.maxCounter`. For each, append the counter to the salt followed by the nonce, as four bytes with the highest first. Hash these bytes with SHA-256, and hash the result again until you have hashed `cost` times. The first `keyLength` bytes are the key of this counter. The key of the right counter, in lower-case hexadecimal, begins with `keyPrefix`.',
  'The solution is the JSON object `{"challenge": …, "solution": {"counter": …, "derivedKey": …}}` as a string in standard Base64 with padding. `challenge` is this response unchanged. `counter` is the right counter, and `derivedKey` its whole key in hexadecimal. Send the string as `challenge` with the call.',
  'An example: `salt` is `f0e0d0c0b0a090807060504030201000` and `nonce` is `000102030405060708090a0b0c0d0e0f`. `cost` is `3`, `keyLength` is `32` and `keyPrefix` is `a500ee15a09fe6bd5681c171f842f2a0`. The right counter is `451`, and its key is `a500ee15a09fe6bd5681c171f842f2a06e954902c73aa238fe586fdd1a2bc39c`. A complete client is `examples/python/register.py`.',
].join('\n\n')

/** Base64 of the JSON `{challenge, solution: {counter, derivedKey}}`, with the key in hexadecimal. */
export const challengeSolution = z.string().max(limits.challengeSolutionMaxChars)
