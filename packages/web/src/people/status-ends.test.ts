import { expect, test } from 'bun:test'
import { endOf, ends } from './status-ends'

test('a status lasts as long as its option says', () => {
  const now = new Date(2026, 10, 20, 22, 15)
  const kept = new Date(2026, 10, 25).getTime()
  const chosen = ends.map((end) => [end, endOf(end, { kept, nowMs: now.getTime() })])
  expect(Object.fromEntries(chosen)).toEqual({
    kept,
    never: undefined,
    halfHour: new Date(2026, 10, 20, 22, 45).getTime(),
    hour: new Date(2026, 10, 20, 23, 15).getTime(),
    fourHours: new Date(2026, 10, 21, 2, 15).getTime(),
    today: new Date(2026, 10, 21).getTime(),
  })
})
