import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { UpdateWatch, type Workers } from './update-watch'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

/** Lets responses and messages arrive. */
const settle = async () => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}
const pass = async (ms: number) => {
  jest.advanceTimersByTime(ms)
  await settle()
}

/** A service worker that serves a build. */
const serving = (build: string) => ({
  postMessage: (_message: unknown, ports: unknown) => (ports as MessagePort[])[0]?.postMessage(build),
})

interface Scene {
  server: string | undefined
  active: Workers['active']
  installing: boolean
  waiting: Workers['waiting']
}

/** A page of the first build. `registered`: it has a service worker. */
const scene = (start: Partial<Scene> & { readonly registered?: false } = {}) => {
  const now: Scene = { server: 'second', active: serving('first'), installing: false, waiting: null, ...start }
  const seen = { checks: 0, updates: 0, ready: 0 }
  const workers: Workers = {
    get active() {
      return now.active
    },
    get installing() {
      return now.installing
    },
    get waiting() {
      return now.waiting
    },
    update: async () => {
      seen.updates++
      if (!now.active) throw new TypeError('there is no service worker')
    },
  }
  const watch = new UpdateWatch({
    own: 'first',
    newest: async () => {
      seen.checks++
      return now.server === undefined ? undefined : { build: now.server, files: [] }
    },
    workers: start.registered === false ? undefined : workers,
    onReady: () => seen.ready++,
  })
  return { now, seen, watch }
}

test('a worker that has stored the build and still waits gets the order to take over, until it does', async () => {
  const told: unknown[] = []
  const { now, seen, watch } = scene({ waiting: { postMessage: (message: unknown) => told.push(message) } })
  watch.look()
  await settle()
  expect(told).toEqual(['take over'])
  await pass(10_000)
  expect([told.length, seen.ready]).toEqual([2, 0])
  now.active = serving('second')
  now.waiting = null
  watch.look()
  await settle()
  expect([told.length, seen.ready]).toEqual([2, 1])
})

test('a page of the current build checks once', async () => {
  const { seen, watch } = scene({ server: 'first' })
  watch.look()
  await settle()
  await pass(3_600_000)
  expect(seen).toEqual({ checks: 1, updates: 0, ready: 0 })
})

test('D30 without a service worker another build is ready at once', async () => {
  const { seen, watch } = scene({ registered: false })
  watch.look()
  await settle()
  expect(seen).toEqual({ checks: 1, updates: 0, ready: 1 })
})

test('D30 a build is ready when the service worker serves it', async () => {
  const { now, seen, watch } = scene()
  watch.look()
  await settle()
  expect(seen).toEqual({ checks: 1, updates: 1, ready: 0 })
  now.active = serving('second')
  watch.look()
  await settle()
  expect(seen).toEqual({ checks: 2, updates: 1, ready: 1 })
  watch.look()
  await pass(3_600_000)
  expect(seen.checks).toBe(2)
})

test('D30 a build that the service worker fails to store is tried again, after longer and longer pauses', async () => {
  const { now, seen, watch } = scene()
  watch.look()
  await settle()
  await pass(9_999)
  expect(seen.updates).toBe(1)
  await pass(1)
  expect(seen.updates).toBe(2)
  await pass(19_999)
  expect(seen.updates).toBe(2)
  await pass(1)
  expect(seen.updates).toBe(3)
  now.active = serving('second')
  await pass(40_000)
  expect(seen).toEqual({ checks: 4, updates: 3, ready: 1 })
})

test('D30 while the server does not say its build, the check is repeated', async () => {
  const { now, seen, watch } = scene({ server: undefined, registered: false })
  watch.look()
  await settle()
  now.server = 'second'
  await pass(10_000)
  expect(seen).toEqual({ checks: 2, updates: 0, ready: 1 })
})

test('D30 a deployment that ends the first installation of the service worker is noticed', async () => {
  const { now, seen, watch } = scene({ active: null, installing: true })
  watch.look()
  await settle()
  expect(seen.ready).toBe(0)
  now.installing = false
  await pass(10_000)
  expect(seen.ready).toBe(1)
})

test('a service worker that never answers does not end the checks', async () => {
  const { now, seen, watch } = scene({ active: { postMessage: () => undefined } })
  watch.look()
  await settle()
  now.active = serving('second')
  await pass(10_000)
  expect(seen.ready).toBe(1)
})
