import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { Secret } from 'otpauth'
import { newRecoveryCodes, plainCode } from './recovery-code'
import { newTotpSecret, stepOfCode, totpUri } from './totp'

/** The secret and codes of RFC 6238, appendix B, with the last six of eight digits. */
const rfcSecret = Secret.fromUTF8('12345678901234567890').base32
const rfcCodes = [
  [59, '287082'],
  [1_111_111_109, '081804'],
  [1_111_111_111, '050471'],
  [1_234_567_890, '005924'],
  [2_000_000_000, '279037'],
] as const

test('codes are those of RFC 6238', () => {
  for (const [seconds, code] of rfcCodes)
    expect(stepOfCode(rfcSecret, code, seconds * 1_000)).toBe(Math.floor(seconds / 30))
})

test('a code works one step before and after its own, and no further', () => {
  const [, [seconds, code]] = rfcCodes
  const step = Math.floor(seconds / 30)
  const at = (steps: number) => stepOfCode(rfcSecret, code, (step + steps) * 30_000)
  expect([-2, -1, 0, 1, 2].map(at)).toEqual([undefined, step, step, step, undefined])
  for (const other of ['', '81804', '0081804', '18081804', 'abcdef'])
    expect(stepOfCode(rfcSecret, other, 0)).toBeUndefined()
})

test('secrets have 160 random bits, and their address names the server and the account', () => {
  const secret = newTotpSecret()
  expect(secret).toMatch(/^[A-Z2-7]{32}$/)
  expect(newTotpSecret()).not.toBe(secret)
  const uri = new URL(totpUri(secret, { server: 'Lake: side', username: 'carol' }))
  expect(decodeURIComponent(uri.pathname)).toEndWith('Lake  side:carol')
  expect(Object.fromEntries(uri.searchParams)).toMatchObject({
    issuer: 'Lake  side',
    secret,
    digits: '6',
    period: '30',
  })
})

test('recovery codes differ, and are the same however people type them', () => {
  const codes = newRecoveryCodes()
  expect(new Set(codes).size).toBe(limits.secondFactorRecoveryCodes)
  for (const code of codes) expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(?:-[0-9A-HJKMNP-TV-Z]{4}){3}$/)
  expect(['AB01-CDEF-GH23-4567', 'abol cdef–gh23 4567', 'abOIcdefgh234567'].map(plainCode)).toEqual(
    Array.from({ length: 3 }, () => 'AB01CDEFGH234567'),
  )
})
