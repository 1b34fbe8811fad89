import { expect, test } from 'bun:test'
import { checkTimes, fromLocalTime, toLocalTime } from './local-time'

test('a moment becomes the value of a field in local time, and back', () => {
  const atMs = new Date(2027, 0, 5, 9, 7).getTime()
  expect(toLocalTime(atMs)).toBe('2027-01-05T09:07')
  expect(fromLocalTime('2027-01-05T09:07')).toBe(atMs)
})

test('an empty field is no moment', () => {
  expect(toLocalTime(undefined)).toBe('')
  expect(fromLocalTime('')).toBeUndefined()
  expect(fromLocalTime('2027-01-')).toBeUndefined()
})

test('entered times can be saved if they differ from the stored ones and close later', () => {
  const [early, now, late] = ['2026-05-01T09:00', '2026-05-02T09:00', '2026-05-03T09:00']
  const nowMs = fromLocalTime(now) ?? 0
  const check = (opens: string, closes: string, stored = { opens: '', closes: '' }) =>
    checkTimes(stored, { opens, closes }, nowMs)
  expect(check(early, late)).toEqual({ wrong: false, savable: true })
  expect(check(late, '')).toEqual({ wrong: false, savable: true })
  expect(check('', early)).toEqual({ wrong: true, savable: false })
  expect(check(late, late)).toEqual({ wrong: true, savable: false })
  expect(check('', '', { opens: early, closes: '' })).toEqual({ wrong: false, savable: false })
  expect(check(early, late, { opens: early, closes: late })).toEqual({ wrong: false, savable: false })
  expect(check('', early, { opens: '', closes: early })).toEqual({ wrong: false, savable: false })
})
