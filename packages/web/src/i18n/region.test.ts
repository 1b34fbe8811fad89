import { expect, test } from 'bun:test'
import { makeFormat } from './format'
import { regional, weekStartOf } from './region'

test.each([
  ['en', ['en-US', 'en'], 'en-US'],
  ['en', ['de-AT', 'en-US'], 'en-AT'],
  ['en', ['en', 'de-DE'], 'en-DE'],
  ['en', ['fr'], 'en'],
  ['en', ['c', '', 'en_US@posix', 'de-DE'], 'en-DE'],
  ['zh-CN', ['en-US'], 'zh-Hans-US'],
  ['zh-CN', ['zh-TW', 'zh'], 'zh-Hans-TW'],
  ['zh-CN', ['zh-CN'], 'zh-CN'],
  ['zh-CN', [], 'zh-CN'],
])('%p for a browser that speaks %p is %p', (locale, preferred, expected) => {
  expect(regional(locale, preferred)).toBe(expected)
})

const afternoon = new Date(2026, 10, 22, 14, 5).getTime()
const timeIn = (locale: string, ...preferred: string[]) =>
  makeFormat(regional(locale, preferred)).time(afternoon).replace(/\s/g, ' ')

test('times use 24 hours where the region does, in every language', () => {
  expect(timeIn('en', 'en-US')).toBe('2:05 PM')
  expect(timeIn('en')).toBe('2:05 PM')
  expect(makeFormat('en-US').dateTime(afternoon).replace(/\s/g, ' ')).toBe('Nov 22, 2026 2:05 PM')
  for (const here of ['de-DE', 'en-GB', 'fr-FR', 'zh-CN', 'sv-SE', 'ja-JP', 'pt-BR'])
    expect([here, timeIn('en', here)]).toEqual([here, '14:05'])
  for (const here of ['zh-CN', 'de-DE', 'en-US']) expect([here, timeIn('zh-CN', here)]).toEqual([here, '14:05'])
  expect(makeFormat(regional('en', ['zh-CN'])).full(afternoon)).toContain('14:05:00')
})

test('numbers follow the language', () => {
  const { bytes, number, percent } = makeFormat(regional('en', ['de-AT']))
  expect([bytes(1_200), number(1_234.5), percent(0.425)]).toEqual(['1.2 kB', '1,234.5', '43%'])
})

test('weeks begin on the first day of the browser’s region', () => {
  const startIn = (locale: string, ...preferred: string[]) => weekStartOf(regional(locale, preferred))
  expect(startIn('en', 'en-US')).toBe(7)
  expect(startIn('en', 'en-GB', 'en')).toBe(1)
  expect(startIn('en', 'de-DE', 'en-US')).toBe(1)
  expect(startIn('zh-CN', 'en-US')).toBe(7)
  expect(startIn('zh-CN', 'zh-CN')).toBe(weekStartOf('zh-CN'))
})
