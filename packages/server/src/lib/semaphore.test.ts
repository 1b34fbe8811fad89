import { expect, test } from 'bun:test'
import { settle } from '../testing/fake-clock'
import { Semaphore } from './semaphore'

test('a few go on at a time, the others in their order, and a failure gives its turn to the next', async () => {
  const turns = new Semaphore(2)
  const begun: number[] = []
  const ends: ((failed: boolean) => void)[] = []
  const all = [0, 1, 2, 3].map((name) =>
    turns.take(() => {
      begun.push(name)
      return new Promise<number>((resolve, reject) => ends.push((failed) => (failed ? reject(name) : resolve(name))))
    }),
  )
  const settled = Promise.allSettled(all)
  await settle()
  expect([begun, turns.queueLength]).toEqual([[0, 1], 2])
  ends[0]?.(true)
  await settle()
  expect([begun, turns.queueLength]).toEqual([[0, 1, 2], 1])
  ends[1]?.(false)
  await settle()
  expect([begun, turns.queueLength]).toEqual([[0, 1, 2, 3], 0])
  for (const end of ends) end(false)
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
})
