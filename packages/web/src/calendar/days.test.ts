import { expect, test } from 'bun:test'
import { clampDay, columnOf, type Day, dayByKey, dayOf, plusDays, plusMonths, startOf, weeksOf } from './days'

const day = (text: string): Day => {
  const [year = 0, month = 1, date = 1] = text.split('-').map(Number)
  return { year, month: month - 1, date }
}
const two = (value: number) => String(value).padStart(2, '0')
const said = (one: Day | undefined) => one && `${one.year}-${two(one.month + 1)}-${two(one.date)}`

test('a day begins at local midnight, also when clocks change', () => {
  for (const text of ['2026-03-29', '2026-10-25', '2024-02-29', '2026-11-30']) {
    const at = new Date(startOf(day(text)))
    expect([at.getHours(), said(dayOf(at.getTime()))]).toEqual([0, text])
  }
})

test('adding days and months crosses the ends of months and years', () => {
  expect(said(plusDays(day('2026-12-31'), 1))).toBe('2027-01-01')
  expect(said(plusDays(day('2024-03-01'), -1))).toBe('2024-02-29')
  expect(said(plusMonths(day('2026-01-31'), 1))).toBe('2026-02-28')
  expect(said(plusMonths(day('2024-02-29'), -12))).toBe('2023-02-28')
  expect(said(plusMonths(day('2026-01-15'), -1))).toBe('2025-12-15')
})

test("the weeks of a month begin with the first weekday of the user's country", () => {
  const november = (weekStart: number) =>
    weeksOf(day('2026-11-05'), weekStart).map((week) => week.map((one) => one?.date ?? 0))
  expect(november(7)[0]).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(november(1)[0]).toEqual([0, 0, 0, 0, 0, 0, 1])
  expect(november(1).at(-1)).toEqual([30, 0, 0, 0, 0, 0, 0])
  expect(november(7).flat().filter(Boolean)).toHaveLength(30)
  expect([columnOf(day('2026-11-30'), 1), columnOf(day('2026-11-30'), 7)]).toEqual([0, 1])
})

test('keys move by days, weeks, months and years, and other keys do nothing', () => {
  const from = day('2026-11-18')
  const go = (key: string, { shift = false, weekStart = 1 } = {}) => said(dayByKey(key, from, { shift, weekStart }))
  expect([go('ArrowLeft'), go('ArrowRight'), go('ArrowUp'), go('ArrowDown')]).toEqual([
    '2026-11-17',
    '2026-11-19',
    '2026-11-11',
    '2026-11-25',
  ])
  expect([go('Home'), go('End'), go('Home', { weekStart: 7 })]).toEqual(['2026-11-16', '2026-11-22', '2026-11-15'])
  expect([go('PageUp'), go('PageDown'), go('PageUp', { shift: true })]).toEqual([
    '2026-10-18',
    '2026-12-18',
    '2025-11-18',
  ])
  expect(go('Tab')).toBe(undefined)
})

test('a day out of bounds becomes the nearest one within them', () => {
  const [first, last] = [day('2026-03-05'), day('2026-11-30')]
  expect(said(clampDay(day('2025-01-01'), first, last))).toBe('2026-03-05')
  expect(said(clampDay(day('2025-01-01'), undefined, last))).toBe('2025-01-01')
  expect(said(clampDay(day('2027-01-01'), first, last))).toBe('2026-11-30')
  expect(said(clampDay(day('2026-06-01'), first, last))).toBe('2026-06-01')
})
