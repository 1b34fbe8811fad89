import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import type { Contents } from '@parley/sdk/api'
import { openWhenLoaded } from './open-when-loaded'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const settled = async () => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}

/** A list whose code loads on the second attempt. */
const lists = () => {
  const seen = { tries: 0, used: 0, closed: 0 }
  const contents = { close: () => void seen.closed++ } as unknown as Contents
  const close = openWhenLoaded(
    async () => {
      if (++seen.tries === 1) throw new Error('no network')
      return contents
    },
    () => seen.used++,
  )
  return { seen, close }
}

test('a list whose code fails to load is opened as soon as it loads', async () => {
  const { seen, close } = lists()
  await settled()
  expect(seen).toEqual({ tries: 1, used: 0, closed: 0 })
  jest.advanceTimersByTime(500)
  await settled()
  expect(seen).toEqual({ tries: 2, used: 1, closed: 0 })
  close()
  expect(seen.closed).toBe(1)
})

test('an unneeded list is closed when it opens', async () => {
  const { seen, close } = lists()
  await settled()
  close()
  jest.advanceTimersByTime(500)
  await settled()
  expect(seen).toEqual({ tries: 2, used: 0, closed: 1 })
})
