import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { flatPng, pngOf } from '../testing/sample-pictures'
import { type PictureBudget, Pictures } from './pictures'

let directory = ''
const path = (name: string) => join(directory, name)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-processes-'))
  await writeFile(path('small'), pngOf(20, 20))
  await writeFile(path('large'), flatPng(4_000, 4_000))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

const scene = (budget: Partial<PictureBudget> = {}) => {
  const clock = new FakeClock()
  const pictures = new Pictures({ clock, budget })
  const make = (ownerKey: number, file = 'small', signal?: AbortSignal) =>
    pictures.make({ path: path(file), use: 'message', ownerKey, signal }).then(
      () => 'made',
      (error) => error.failure ?? error.message,
    )
  /** A picture that is being made and never will be: its process does not get on. */
  const stuck = async (ownerKey: number, signal?: AbortSignal) => {
    const before = new Set(pictures.pids)
    const outcome = make(ownerKey, 'small', signal)
    const started = () => pictures.pids.find((pid) => !before.has(pid))
    await eventually(() => started() !== undefined)
    const pid = started() ?? 0
    process.kill(pid, 'SIGSTOP')
    return { outcome, pid }
  }
  return { clock, pictures, make, stuck, [Symbol.asyncDispose]: () => pictures.stop() }
}

test('a process is there while pictures come, and ends when none came for a while', async () => {
  await using it = scene()
  expect(it.pictures.pids).toEqual([])
  expect(await it.make(1)).toBe('made')
  const [first] = it.pictures.pids
  expect(await it.make(2)).toBe('made')
  expect(it.pictures.pids).toEqual([first ?? 0])
  await it.clock.advance(10_000)
  await eventually(() => it.pictures.pids.length === 0)
  expect(it.pictures.pids).toEqual([])
  expect(it.pictures.cpuSeconds).toBeGreaterThan(0)
  expect(await it.make(1)).toBe('made')
  expect(it.pictures.pids).not.toEqual([first ?? 0])
})

test('a picture that takes too much processor time or memory is refused by name, and the next one is made', async () => {
  for (const budget of [{ cpuMs: 50 }, { memoryBytes: 80 * 1024 * 1024 }]) {
    await using it = scene(budget)
    expect(await it.make(1, 'large')).toBe('media_too_costly')
    expect(await it.make(1)).toBe('made')
  }
})

test('a picture whose process the system ends or that falls over is refused by name, and the next one is made', async () => {
  for (const [signal, name] of [
    ['SIGKILL', 'media_too_costly'],
    ['SIGABRT', 'media_unsupported'],
  ] as const) {
    await using it = scene()
    expect(await it.make(1)).toBe('made')
    const [pid = 0] = it.pictures.pids
    process.kill(pid, 'SIGSTOP')
    const outcome = it.make(1)
    await eventually(() => it.pictures.queueLength === 1)
    process.kill(pid, signal)
    process.kill(pid, 'SIGCONT')
    expect(await outcome).toBe(name)
    expect(await it.make(1)).toBe('made')
  }
})

test('a process that ends before it can take pictures is no fault of a picture', async () => {
  await using it = scene()
  const { outcome, pid } = await it.stuck(1)
  process.kill(pid, 'SIGKILL')
  expect(await outcome).toBe('unavailable')
  expect(await it.make(1)).toBe('made')
})

test('a process that does not answer is killed, and the picture can be tried again', async () => {
  await using it = scene()
  const { outcome } = await it.stuck(1)
  await it.clock.advance(60_000)
  expect(await outcome).toBe('unavailable')
  expect(await it.make(1)).toBe('made')
})

test('[DL64] an abandoned picture is dropped from the queue, or its process is killed', async () => {
  await using it = scene()
  const first = new AbortController()
  const second = new AbortController()
  const { outcome, pid } = await it.stuck(1, first.signal)
  const waits = it.make(1, 'large', second.signal)
  second.abort(new Error('gone'))
  expect(await waits).toBe('gone')
  expect(it.pictures.pids).toEqual([pid])
  first.abort(new Error('gone too'))
  expect(await outcome).toBe('gone too')
  await eventually(() => it.pictures.pids.length === 0)
  expect(it.pictures.pids).toEqual([])
  expect(await it.make(1)).toBe('made')
})

test('[DL64] an account with the worst pictures delays no other account', async () => {
  await using it = scene()
  const done: string[] = []
  const { outcome } = await it.stuck(1)
  const own = [outcome, it.make(1), it.make(1)].map((one) => one.then(() => done.push('alice')))
  expect(await it.make(1)).toBe('rate_limited')
  for (const owner of [2, 3]) {
    expect(await it.make(owner, 'large')).toBe('made')
    done.push(owner === 2 ? 'bob' : 'carol')
  }
  expect(done).toEqual(['bob', 'carol'])
  await it.clock.advance(60_000)
  await Promise.all(own)
})

test('large pictures of many accounts at once are made by two processes, and by turns', async () => {
  await using it = scene()
  let most = 0
  const all = Array.from({ length: 8 }, (_, owner) =>
    it.make(owner, 'large').finally(() => {
      most = Math.max(most, it.pictures.pids.length)
    }),
  )
  expect(new Set(await Promise.all(all))).toEqual(new Set(['made']))
  expect(most).toBeLessThanOrEqual(2)
})

test('stopping ends what goes on and what waits', async () => {
  const it = scene()
  const { outcome } = await it.stuck(1)
  const waits = it.make(1)
  await it.pictures.stop()
  expect([await outcome, await waits, await it.make(2)]).toEqual(['unavailable', 'unavailable', 'unavailable'])
  expect(it.pictures.pids).toEqual([])
})
