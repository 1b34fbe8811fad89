import { expect, test } from 'bun:test'
import type { Timeline } from '@parley/sdk/api'
import { alice, bob, textOf } from '../testing/client-state'
import { newestOf } from './newest-of'

/** Messages of bob, except those of alice in `own`. Ten are shown at first, up to `end`, and each page adds ten. */
const history = ({ count = 100, end = 100, own = [] as readonly number[] }) => {
  const seqs = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
  const row = (seq: number) => textOf(own.includes(seq) ? alice : bob, 'hi', { seq })
  let [first, last] = [Math.max(1, end - 9), end]
  const did: string[] = []
  const timeline = {
    state: { get: () => ({ rows: seqs(first, last).map(row), atStart: first === 1, atEnd: last === count }) },
    show: async (where: string) => {
      did.push(where)
      ;[first, last] = [Math.max(1, count - 9), count]
    },
    loadBefore: async () => {
      did.push('before')
      first = Math.max(1, first - 10)
    },
  }
  const find = () => newestOf(timeline as unknown as Timeline, ({ senderId }) => senderId === alice)
  return { did, find }
}

test('finds the newest one, searching from the end of the history', async () => {
  const { did, find } = history({ end: 40, own: [35, 92, 97] })
  expect((await find())?.seq).toBe(97)
  expect(did).toEqual(['latest'])
})

test('older pages are loaded until one is found, four pages at most', async () => {
  const near = history({ own: [75] })
  expect((await near.find())?.seq).toBe(75)
  expect(near.did).toEqual(['before', 'before'])
  const far = history({ own: [20] })
  expect(await far.find()).toBeUndefined()
  expect(far.did).toHaveLength(4)
})

test('no page is loaded before the first message', async () => {
  const { did, find } = history({ count: 5, end: 5 })
  expect(await find()).toBeUndefined()
  expect(did).toEqual([])
})
