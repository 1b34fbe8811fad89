import { expect, test } from 'bun:test'
import { makeT } from './catalog'
import { waitText } from './durations'
import { words as en } from './words/en'
import { words as enLater } from './words/en-later'
import { words as zh } from './words/zh'
import { words as zhLater } from './words/zh-later'

const t = makeT({ ...en, ...enLater }, 'en')

test('the remaining time is given in its largest unit, rounded up', () => {
  const said = [1, 42, 60, 61, 3_599, 3_600, 3_601, 18_000, 86_400, 90_000].map((seconds) => waitText(t, seconds))
  expect(said).toEqual([
    ...['1 second', '42 seconds', '1 minute', '2 minutes', '1 hour'],
    ...['1 hour', '2 hours', '5 hours', '1 day', '25 hours'],
  ])
  expect(waitText(makeT({ ...zh, ...zhLater }, 'zh'), 18_000)).toBe('5 小时')
})
