import { expect, test } from 'bun:test'
import { printable, withoutControls } from './printable'

test('control characters and direction changes are escaped', () => {
  expect(withoutControls('a\u001b[31mb\rc\nd\u0007\u007f\u009b2Je')).toBe(
    'a\\u001b[31mb\\u000dc\\u000ad\\u0007\\u007f\\u009b2Je',
  )
  expect(withoutControls('left\u202eright\u2066isolated\u200f\u2028\ud800')).toBe(
    'left\\u202eright\\u2066isolated\\u200f\\u2028\\ud800',
  )
  expect(withoutControls('Zoë 张伟 👩‍👧 c’est “ça”')).toBe('Zoë 张伟 👩‍👧 c’est “ça”')
})

test('a long text is cut and ends with an ellipsis', () => {
  expect(printable('x'.repeat(60_000))).toBe(`${'x'.repeat(99)}…`)
  expect(printable('x'.repeat(100))).toBe('x'.repeat(100))
})
