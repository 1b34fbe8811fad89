import { describe, expect, test } from 'bun:test'
import { makeFormat } from './format'

const now = new Date(2026, 10, 22, 14, 5).getTime()
const at = (...[year, month, day, hour = 9]: readonly [number, number, number, number?]) =>
  new Date(year, month - 1, day, hour, 30).getTime()

describe('times in lists', () => {
  const { listTime } = makeFormat('en')
  test.each([
    [at(2026, 11, 22), '9:30 AM'],
    [at(2026, 11, 21, 23), 'Yesterday'],
    [at(2026, 11, 18), 'Wed'],
    [at(2026, 11, 16), 'Mon'],
    [at(2026, 11, 15), 'Nov 15'],
    [at(2026, 11, 3), 'Nov 3'],
    [at(2024, 11, 3), '11/3/24'],
  ])('%p is %p', (ms, text) => {
    expect(listTime(ms, now).replace(/\s/g, ' ')).toBe(text)
  })

  test('a time ahead of this clock is today', () => {
    expect(listTime(now + 3_600_000, now)).toMatch(/3:05/)
  })
})

describe('days', () => {
  test('are named in English', () => {
    const { day } = makeFormat('en')
    expect(day(at(2026, 11, 22), now)).toBe('Today')
    expect(day(at(2026, 11, 21, 0), now)).toBe('Yesterday')
    expect(day(at(2026, 11, 2), now)).toBe('Monday, November 2')
    expect(day(at(2025, 11, 2), now)).toBe('November 2, 2025')
  })

  test('are named in Chinese', () => {
    const { day, listTime } = makeFormat('zh-CN')
    expect(day(at(2026, 11, 22), now)).toBe('今天')
    expect(listTime(at(2026, 11, 21), now)).toBe('昨天')
  })
})

test('sizes spell out bytes, and abbreviate larger units', () => {
  const [en, zh] = [makeFormat('en'), makeFormat('zh-CN')]
  expect([0, 1, 999, 12_345, 2_345_678].map(en.bytes)).toEqual(['0 bytes', '1 byte', '999 bytes', '12.3 kB', '2.3 MB'])
  expect([1, 999, 12_345].map(zh.bytes)).toEqual(['1字节', '999字节', '12.3 kB'])
})

test('relative times use the largest whole unit', () => {
  const { ago } = makeFormat('en')
  expect(ago(now - 20_000, now)).toBe('20 seconds ago')
  expect(ago(now - 5 * 60_000, now)).toBe('5 minutes ago')
  expect(ago(now - 26 * 3_600_000, now)).toBe('yesterday')
  expect(ago(now + 60_000, now)).toBe('now')
})
