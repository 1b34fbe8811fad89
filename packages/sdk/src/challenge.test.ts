import { expect, test } from 'bun:test'
import type { Challenge } from '@parley/protocol/accounts'
import { solveChallenge } from './challenge'

/** Made by another implementation of the protocol, with the counter 451. */
const challenge: Challenge = {
  parameters: {
    algorithm: 'SHA-256',
    nonce: '000102030405060708090a0b0c0d0e0f',
    salt: 'f0e0d0c0b0a090807060504030201000',
    cost: 3,
    keyLength: 32,
    keyPrefix: '',
    expiresAt: 1_800_000_000,
    data: { maxCounter: 1_000 },
  },
  signature: 'not looked at',
}
const right = { counter: 451, derivedKey: 'a500ee15a09fe6bd5681c171f842f2a06e954902c73aa238fe586fdd1a2bc39c' }
const withPrefix = (keyPrefix: string): Challenge => ({
  ...challenge,
  parameters: { ...challenge.parameters, keyPrefix },
})

test('the counter whose key begins as it must is found, and goes back with the challenge', async () => {
  const asked = withPrefix(right.derivedKey.slice(0, 32))
  const shares: number[] = []
  const solution = await solveChallenge(asked, { onProgress: (share) => shares.push(share) })
  expect(JSON.parse(atob(solution))).toEqual({ challenge: asked, solution: right })
  expect(shares).toEqual([0, 0.2, 0.4])
})

test('what nothing solves ends, and so does what nobody wants any more', async () => {
  expect(solveChallenge(withPrefix('00'.repeat(32)))).rejects.toThrow(RangeError)
  const signal = AbortSignal.abort(new Error('enough'))
  expect(solveChallenge(withPrefix('00'.repeat(32)), { signal })).rejects.toThrow('enough')
})
