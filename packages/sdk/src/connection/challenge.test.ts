import { expect, test } from 'bun:test'
import type { Challenge } from '@parley/protocol/accounts'
import { ParleyError } from '../lib/error'
import { solveChallenge, withProof } from './challenge'

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

test('an unsolvable challenge ends, and so does an aborted one', async () => {
  await expect(solveChallenge(withPrefix('00'.repeat(32)))).rejects.toThrow(RangeError)
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(solveChallenge(withPrefix('00'.repeat(32)), { signal })).rejects.toThrow('enough')
})

const refusal = (code: 'challenge_required' | 'challenge_invalid' | 'bad_credentials') =>
  new ParleyError({ message: code, data: { code, retry: true } })

/** A call that is refused in turn, and what it brought each time. */
const refusedBy = (...codes: Parameters<typeof refusal>[0][]) => {
  const brought: (string | undefined)[] = []
  const call = async ({ challenge }: { challenge?: string }) => {
    brought.push(challenge)
    const code = codes.shift()
    if (code) throw refusal(code)
    return 'signed in'
  }
  return { brought, call }
}

test('a call is repeated with a new solution for as long as the server requires one', async () => {
  let solved = 0
  const prove = async () => `solution ${++solved}`
  const { brought, call } = refusedBy('challenge_required', 'challenge_required', 'challenge_invalid')
  expect(await withProof(call, prove)).toBe('signed in')
  expect(brought).toEqual([undefined, 'solution 1', 'solution 2', 'solution 3'])
  const begun = refusedBy('challenge_required')
  expect(await withProof(begun.call, prove, { challenge: 'ready' })).toBe('signed in')
  expect(begun.brought).toEqual(['ready', 'solution 4'])
})

test('other refusals end the tries, and so does a server that is never satisfied', async () => {
  const prove = async () => 'solution'
  const wrong = refusedBy('challenge_required', 'bad_credentials', 'challenge_required')
  await expect(withProof(wrong.call, prove)).rejects.toThrow('bad_credentials')
  expect(wrong.brought).toEqual([undefined, 'solution'])
  const never = refusedBy(...new Array<'challenge_required'>(20).fill('challenge_required'))
  await expect(withProof(never.call, prove)).rejects.toThrow('challenge_required')
  expect(never.brought).toHaveLength(6)
})
