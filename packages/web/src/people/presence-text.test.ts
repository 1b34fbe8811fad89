import { expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol/ids'
import { makeT } from '../i18n/catalog'
import { makeFormat } from '../i18n/format'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { presenceText } from './presence-text'

const words = {
  t: makeT({ ...en, ...enLater }, 'en'),
  format: makeFormat('en'),
  nowMs: new Date(2026, 10, 20, 12).getTime(),
}
const userId = 'alice' as UserId
const hourMs = 3_600_000

test.each([
  [-30_000, 'last seen just now'],
  [59_999, 'last seen just now'],
  [60_000, 'last seen 1 minute ago'],
  [5 * 60_000, 'last seen 5 minutes ago'],
  [hourMs, 'last seen 1 hour ago'],
  [24 * hourMs - 1, 'last seen 23 hours ago'],
  [24 * hourMs, 'last seen Nov 19, 2026'],
])('%p ms after a person left, the text is %p', (goneMs, text) => {
  expect(presenceText({ userId, status: 'offline', lastSeenAt: words.nowMs - goneMs }, words)).toBe(text)
})

test('a status shows its text, and hidden people have no presence text', () => {
  expect(presenceText({ userId, status: 'dnd' }, words)).toBe('do not disturb')
  expect(presenceText({ userId, status: 'away', text: 'lunch' }, words)).toBe('away · lunch')
  expect(presenceText({ userId, status: 'away', text: 'צהריים' }, words)).toBe('away · \u2068צהריים\u2069')
  expect(presenceText({ userId, status: 'offline' }, words)).toBeUndefined()
})
