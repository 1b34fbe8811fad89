import { expect, test } from 'bun:test'
import type { ErrorName } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { PasswordStrength } from '@parley/protocol/password-strength'
import { noResponseError, ParleyError } from '@parley/sdk/error'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { passwordMissing, passwordRefused } from '../settings/password-problem'
import { checkRegistration, passwordProblem, usernameProblem } from './check-registration'
import { refusalOf, withoutProblem } from './refusal'
import { filledBars, strengthAdvice } from './strength-advice'

const t = makeT({ ...en, ...enLater }, 'en')
const refused = (code: ErrorName, field?: string) =>
  new ParleyError({ message: code, data: { code, retry: false, ...(field !== undefined && { field }) } })
const strength = (score: number, reason?: string) => ({ score, ...(reason && { reason }) }) as PasswordStrength

const refusalFor = (thrown: unknown) => refusalOf(t, thrown, (atMs) => `at ${atMs}`)

test('a blocked network learns until when', () => {
  const until = 1_790_000_000_000
  const data = { code: 'network_blocked', retry: false, until } as const
  expect(refusalFor(new ParleyError({ message: '', data }))).toEqual({
    form: t('networkBlockedUntil', { time: `at ${until}` }),
  })
})

test('a refusal is shown at its field, else below the form', () => {
  expect(Object.keys(refusalFor(refused('username_taken')))).toEqual(['username'])
  expect(Object.keys(refusalFor(refused('weak_password')))).toEqual(['password'])
  expect(Object.keys(refusalFor(refused('invalid_params', 'newPassword')))).toEqual(['password'])
  for (const field of ['username', 'name', 'password'])
    expect(Object.keys(refusalFor(refused('invalid_params', field)))).toEqual([field])
  expect(refusalFor(refused('invalid_params', 'device'))).toEqual({ form: t('error_invalid_params') })
  expect(refusalFor(noResponseError())).toEqual({ form: t('error_offline') })
})

test('changing a field clears its error and that of the form', () => {
  const problems = { username: 'taken', password: 'weak', form: 'no' }
  expect(withoutProblem(problems, 'username')).toEqual({ password: 'weak' })
})

test('a user name begins with a letter, and its length is within the limits', () => {
  const { usernameMinChars: min, usernameMaxChars: max } = limits
  const problem = (typed: string) => usernameProblem(t, typed)
  expect(problem('  ')).toBe(t('fieldMissing'))
  for (const typed of ['1bob', 'bob!', '_bob', 'böb', 'b ob']) expect(problem(typed)).toBe(t('usernameInvalid'))
  expect(problem('b'.repeat(min - 1))).toBe(t('usernameShort', { count: min }))
  expect(problem('b'.repeat(max + 1))).toBe(t('usernameLong', { count: max }))
  for (const typed of ['b'.repeat(min), 'b'.repeat(max), ' Bob.the_2nd ']) expect(problem(typed)).toBeUndefined()
})

test('a new password must be long and strong enough', () => {
  const long = 'x'.repeat(limits.passwordMinChars)
  expect(passwordProblem(t, '', undefined)).toBe(t('fieldMissing'))
  expect(passwordProblem(t, long.slice(1), strength(4))).toBe(t('passwordShort', { count: limits.passwordMinChars }))
  expect([1, 2].map((score) => passwordProblem(t, long, strength(score)))).toEqual([
    t('error_weak_password'),
    undefined,
  ])
  // Its strength isn't known yet. The server checks it.
  expect(passwordProblem(t, long, undefined)).toBeUndefined()
})

test('a registration marks every invalid field', () => {
  const password = 'x'.repeat(limits.passwordMinChars)
  expect(Object.keys(checkRegistration(t, { username: '', name: ' ', password: '' }, undefined))).toEqual([
    'name',
    'username',
    'password',
  ])
  expect(checkRegistration(t, { username: 'bob', name: 'Bob', password }, strength(3))).toEqual({})
})

test('a weak password gets advice, a good one none', () => {
  const { passwordMinChars: count } = limits
  expect(strengthAdvice(t, strength(0, 'common'))).toBe(t('strengthCommon'))
  expect(strengthAdvice(t, strength(1, 'holds_username'))).toBe(t('strengthUsername'))
  expect(strengthAdvice(t, strength(1, 'repetitive'))).toBe(t('strengthSimple'))
  expect([undefined, strength(0), strength(1)].map((one) => strengthAdvice(t, one))).toEqual([
    ...[t('strengthShort', { count }), t('strengthShort', { count }), ''],
  ])
  expect([undefined, strength(0), strength(1), strength(4)].map(filledBars)).toEqual([0, 1, 1, 4])
})

test('a password change requires the old password and a long enough new one', () => {
  const newPassword = 'x'.repeat(limits.passwordMinChars)
  expect(passwordMissing(t, { password: '', newPassword })?.field).toBe('password')
  expect(passwordMissing(t, { password: 'old', newPassword: newPassword.slice(1) })?.field).toBe('newPassword')
  expect(passwordMissing(t, { password: 'old', newPassword })).toBeUndefined()
})

test('a wrong old password is shown at its field, and errors about the new one at the other', () => {
  const refusal = (code: ErrorName, field?: string) => passwordRefused(t, refused(code, field), () => 'why')
  expect(refusal('bad_credentials')).toEqual({ field: 'password', text: t('oldPasswordWrong') })
  expect(refusal('weak_password', 'newPassword')).toEqual({ field: 'newPassword', text: 'why' })
  expect(refusal('rate_limited')).toEqual({ field: 'password', text: 'why' })
})
