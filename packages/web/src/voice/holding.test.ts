import { expect, test } from 'bun:test'
import { movedTo, releasedAfter } from './holding'

test('a click starts a recording that continues without the finger, and the end of a hold sends it', () => {
  expect(releasedAfter({ dx: 3, dy: -2, heldMs: 120 })).toBe('locks')
  expect(releasedAfter({ dx: 3, dy: -2, heldMs: 2_000 })).toBe('sends')
})

test('sliding away cancels, sliding up locks', () => {
  expect(movedTo({ dx: -50, dy: 0 })).toBe('holds')
  expect(movedTo({ dx: -100, dy: 0 })).toBe('cancels')
  expect(movedTo({ dx: -10, dy: -80 })).toBe('locks')
  expect(releasedAfter({ dx: -100, dy: 0, heldMs: 120 })).toBe('cancels')
})
