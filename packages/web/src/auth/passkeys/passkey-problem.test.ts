import { expect, test } from 'bun:test'
import { passkeyProblem } from './passkey-problem'

const t = ((key: string) => key) as Parameters<typeof passkeyProblem>[0]
const text = (name: string, isOver?: boolean) => passkeyProblem(t, new DOMException('no', name), isOver)

test.each([
  ['NotAllowedError', 'passkeyCancelled'],
  ['AbortError', 'passkeyCancelled'],
  ['InvalidStateError', 'passkeyExists'],
  ['NotSupportedError', 'passkeyNoLock'],
  ['ConstraintError', 'passkeyNoLock'],
  ['SecurityError', 'error_passkeys_unavailable'],
  ['UnknownError', 'passkeyFailed'],
  ['constructor', 'passkeyFailed'],
])('the error %s of a browser has the text %s', (name, expected) => {
  expect(text(name)).toBe(expected)
})

test('the same error after the time is over says so', () => {
  expect([text('NotAllowedError', true), text('InvalidStateError', true)]).toEqual(['passkeyTimedOut', 'passkeyExists'])
})

test('errors of the server have no text here', () => {
  expect(passkeyProblem(t, new Error('passkey_invalid'))).toBeUndefined()
})
