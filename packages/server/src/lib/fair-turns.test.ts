import { expect, test } from 'bun:test'
import { FairTurns, type TakeOptions } from './fair-turns'

const scene = ({ atOnce = 1, longAtOnce = 1, perOwner = 10, inAll = 100, longInAll = 100 } = {}) => {
  const turns = new FairTurns<string>({ atOnce, longAtOnce, perOwner, inAll, longInAll, retryAfterMs: 7 })
  const order: string[] = []
  const running = new Map<string, () => void>()
  const add = (owner: string, name: string, options?: TakeOptions) =>
    turns.take(
      owner,
      () => {
        order.push(name)
        return new Promise<string>((resolve) => running.set(name, () => resolve(name)))
      },
      options,
    )
  const settle = () => new Promise((resolve) => setImmediate(resolve))
  /** Ends what runs, one after the other, until nothing does. */
  const finish = async () => {
    for (await settle(); running.size > 0; await settle())
      for (const [name, end] of running) {
        running.delete(name)
        end()
      }
  }
  return { turns, order, running, add, settle, finish }
}
const refusal = (doing: Promise<unknown>) =>
  doing.then(
    () => 'done',
    (error) => [error.failure ?? error.message, error.details?.retryAfterMs],
  )

test('owners take turns, and each one keeps the order of their own', async () => {
  const { add, order, finish } = scene()
  const all = ['a1', 'a2', 'a3', 'b1', 'c1', 'b2'].map((name) => add(name.slice(0, 1), name))
  await finish()
  expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'b1', 'c1', 'b2'])
  expect(order).toEqual(['a1', 'b1', 'c1', 'a2', 'b2', 'a3'])
})

test('one owner never has more than one run, so that another one finds room', async () => {
  const { add, order, settle, finish } = scene({ atOnce: 2 })
  const all = ['a1', 'a2', 'a3'].map((name) => add('a', name))
  await settle()
  expect(order).toEqual(['a1'])
  all.push(add('b', 'b1'))
  await settle()
  expect(order).toEqual(['a1', 'b1'])
  await finish()
  await Promise.all(all)
  expect(order).toEqual(['a1', 'b1', 'a2', 'a3'])
})

test('the queue has an end for each owner and for all', async () => {
  const { turns, add, finish } = scene({ perOwner: 2, inAll: 3 })
  const all = [add('a', 'a1'), add('a', 'a2')]
  expect(await refusal(add('a', 'a3'))).toEqual(['rate_limited', 7])
  all.push(add('b', 'b1'))
  expect(await refusal(add('c', 'c1'))).toEqual(['unavailable', 7])
  expect(turns.length).toBe(3)
  await finish()
  await Promise.all(all)
  expect(turns.length).toBe(0)
  const again = add('c', 'c2')
  await finish()
  expect(await again).toBe('c2')
})

test('an abandoned run leaves the queue; its owner keeps their place', async () => {
  const { turns, add, order, settle, finish } = scene()
  const gone = new AbortController()
  const all = [add('a', 'a1'), add('c', 'c1')]
  const dropped = refusal(add('b', 'b1', { signal: gone.signal }))
  all.push(add('b', 'b2'), add('d', 'd1'))
  await settle()
  gone.abort(new Error('gone'))
  expect(await dropped).toEqual(['gone', undefined])
  expect(turns.length).toBe(4)
  await finish()
  await Promise.all(all)
  expect(order).toEqual(['a1', 'c1', 'b2', 'd1'])
  expect(await refusal(add('b', 'b3', { signal: gone.signal }))).toEqual(['gone', undefined])
})

test('a run that fails gives its turn on', async () => {
  const { turns, add, finish } = scene()
  const failed = turns.take('a', () => Promise.reject(new Error('broken')))
  const next = add('b', 'b1')
  expect(await refusal(failed)).toEqual(['broken', undefined])
  await finish()
  expect(await next).toBe('b1')
})

test('long runs leave a turn to short ones of other owners', async () => {
  const { add, order, running, settle, finish } = scene({ atOnce: 2, longAtOnce: 1 })
  const long = { length: 'long' } as const
  const all = [add('a', 'long a', long), add('b', 'long b', long), add('c', 'short c'), add('d', 'short d')]
  await settle()
  expect(order).toEqual(['long a', 'short c'])
  running.get('short c')?.()
  running.delete('short c')
  await settle()
  expect(order).toEqual(['long a', 'short c', 'short d'])
  await finish()
  await Promise.all(all)
  expect(order).toEqual(['long a', 'short c', 'short d', 'long b'])
})

test('long runs never fill the queue for short ones', async () => {
  const { add, finish } = scene({ inAll: 4, longInAll: 2 })
  const long = { length: 'long' } as const
  const all = [add('a', 'long a', long), add('b', 'long b', long)]
  expect(await refusal(add('c', 'long c', long))).toEqual(['unavailable', 7])
  all.push(add('c', 'short c'), add('d', 'short d'))
  expect(await refusal(add('e', 'short e'))).toEqual(['unavailable', 7])
  await finish()
  await Promise.all(all)
  const later = add('c', 'long c', long)
  await finish()
  expect(await later).toBe('long c')
})
