import { expect, test } from 'bun:test'
import { silentLogger } from '../lib/logger'
import { FakeClock } from '../testing/fake-clock'
import { openTestDatabase } from '../testing/test-database'
import { type Lease, Leases } from './leases'
import { type Job, Worker } from './worker'

const start = async (options: { readonly kind?: 'sqlite' } = {}) => {
  const clock = new FakeClock()
  const opened = await openTestDatabase({ clock, ...options })
  const { database } = opened
  const done: string[] = []
  const open = (node: string) => {
    const leases = new Leases({ database, node, lastsMs: 30_000 })
    const job: Job = {
      name: 'tidy',
      everyMs: 20_000,
      run: async (lease) => {
        await database.write(async (tx) => leases.require(tx, lease))
        done.push(node)
        return false
      },
    }
    return { leases, worker: new Worker({ leases, jobs: [job], clock, logger: silentLogger }) }
  }
  return { clock, database, done, open, [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose]() }
}

test('[DL33] one node at a time does a piece of work, as often as it is due', async () => {
  await using scene = await start()
  const a = scene.open('a')
  const b = scene.open('b')
  for (let elapsedMs = 0; elapsedMs < 60_000; elapsedMs += 10_000) {
    await Promise.all([a.worker.lookForWork(), b.worker.lookForWork()])
    await scene.clock.advance(10_000)
  }
  expect(new Set(scene.done).size).toBe(1)
  expect(scene.done.length).toBe(3)
  const lags = [a.worker.lagMs, b.worker.lagMs]
  expect(lags.filter((lag) => lag === undefined).length).toBe(1)
  await Promise.all([a.worker.stop(), b.worker.stop()])
})

test('[DL33] work moves when its node dies, and at once when it stops', async () => {
  await using scene = await start()
  const { clock, done } = scene
  const a = scene.open('a')
  const b = scene.open('b')
  await a.worker.lookForWork()
  // From here on a does nothing any more, and says nothing.
  await clock.advance(29_000)
  await b.worker.lookForWork()
  expect(done).toEqual(['a'])
  await clock.advance(2_000)
  await b.worker.lookForWork()
  expect(done).toEqual(['a', 'b'])
  await b.worker.stop()
  await a.worker.lookForWork()
  expect(done).toEqual(['a', 'b', 'a'])
})

test('[DL33] who lost a lease without knowing changes nothing', async () => {
  await using scene = await start()
  const { clock, database } = scene
  const a = scene.open('a')
  const b = scene.open('b')
  const lease = (await a.leases.take('tidy')) as Lease
  const change = () =>
    database.write(async (tx) => {
      await a.leases.require(tx, lease)
      return 'changed'
    })
  expect(await change()).toBe('changed')
  await clock.advance(31_000)
  expect(await b.leases.take('tidy')).toEqual({ name: 'tidy', fence: lease.fence + 1 })
  await expect(change()).rejects.toMatchObject({ failure: 'unavailable' })
  // The former holder no longer owns the lease that it releases.
  await a.leases.giveBack(lease)
  expect(await a.leases.take('tidy')).toBeUndefined()
})

test('[DL33] a worker that was started looks by itself', async () => {
  // Time that stands still while PostgreSQL answers would be another test.
  await using scene = await start({ kind: 'sqlite' })
  const { worker } = scene.open('a')
  worker.start()
  await scene.clock.advance(61_000)
  expect(scene.done.length).toBe(3)
  await worker.stop()
})
