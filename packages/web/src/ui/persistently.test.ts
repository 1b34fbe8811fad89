import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { persistently } from './persistently'

const online = (is: boolean) => Object.defineProperty(navigator, 'onLine', { value: is, configurable: true })
beforeEach(() => {
  jest.useFakeTimers()
  online(true)
})
afterEach(() => {
  jest.useRealTimers()
  Reflect.deleteProperty(navigator, 'onLine')
})

const settled = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve()
}

/** A part of the client that comes with the try `works`. */
const loading = (works: number) => {
  let tries = 0
  const outcome = persistently(async () => {
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

test('what fails is tried again after pauses that double', async () => {
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

test('it is given up after six tries over a network, and never without one', async () => {
  const { outcome, tries } = loading(99)
  for (let at = 0; at < 20; at++) await pass(15_000)
  expect(tries()).toBe(6)
  await expect(outcome).rejects.toThrow('no network')
  online(false)
  const waiting = loading(9)
  for (let at = 0; at < 20; at++) await pass(15_000)
  expect(await waiting.outcome).toBe('the part')
})

test('a pause ends when the network is back', async () => {
  const { outcome, tries } = loading(2)
  await settled()
  globalThis.dispatchEvent(new Event('online'))
  await settled()
  expect(tries()).toBe(2)
  expect(await outcome).toBe('the part')
})
