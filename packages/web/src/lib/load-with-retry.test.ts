import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { failingLoads, loadWithRetry, retryLoads } from './load-with-retry'

beforeEach(() => {
  jest.useFakeTimers()
})
afterEach(() => {
  jest.useRealTimers()
})

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

/** A part of the client that loads on attempt number `works`. */
const loading = (works: number) => {
  let tries = 0
  const outcome = loadWithRetry(async () => {
    tries += 1
    if (tries < works) throw new Error('no network')
    return 'the part'
  })
  outcome.catch(() => undefined)
  return { outcome, tries: () => tries }
}
const pass = async (ms: number) => {
  jest.advanceTimersByTime(ms)
  await settled()
}

test('a failed load is retried after doubling pauses', async () => {
  const { outcome, tries } = loading(4)
  await settled()
  for (const [pauseMs, next] of [
    [500, 2],
    [1_000, 3],
    [2_000, 4],
  ] as const) {
    await pass(pauseMs - 1)
    expect(tries()).toBe(next - 1)
    await pass(1)
    expect(tries()).toBe(next)
  }
  expect(await outcome).toBe('the part')
})

test('a load never gives up, and counts among the failing ones until it succeeds', async () => {
  const { outcome, tries } = loading(9)
  await settled()
  expect(failingLoads.getState().count).toBe(1)
  for (let at = 0; at < 20; at++) await pass(15_000)
  expect(tries()).toBe(9)
  expect(await outcome).toBe('the part')
  expect(failingLoads.getState().count).toBe(0)
})

test('a pause ends when the user retries', async () => {
  const { outcome, tries } = loading(2)
  await settled()
  retryLoads()
  await settled()
  expect(tries()).toBe(2)
  expect(await outcome).toBe('the part')
})

test('a pause ends when the network returns', async () => {
  const { outcome, tries } = loading(2)
  await settled()
  globalThis.dispatchEvent(new Event('online'))
  await settled()
  expect(tries()).toBe(2)
  expect(await outcome).toBe('the part')
})
