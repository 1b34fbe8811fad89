import { expect, test } from 'bun:test'
import { AccountTurns } from './account-turns'

const turnOfTheLoop = () => new Promise<void>((resolve) => setImmediate(resolve))

test('calls of one account run one at a time and in order, and calls of another account pass them', async () => {
  const turns = new AccountTurns({ atOnce: 1, waitingMax: 10 })
  const ran: string[] = []
  const call = (account: string, name: string) => turns.take(account, () => ran.push(name))
  const queue = ['a1', 'a2', 'a3', 'a4'].map((name) => call('a', name))
  const other = call('b', 'b1')
  await other
  expect(ran).toEqual(['a1', 'b1'])
  await Promise.all(queue)
  expect(ran).toEqual(['a1', 'b1', 'a2', 'a3', 'a4'])
  expect(turns.size).toBe(0)
})

test('each call of a queue gets a turn of the event loop of its own', async () => {
  const turns = new AccountTurns({ atOnce: 1, waitingMax: 100 })
  let ran = 0
  const queue = Array.from({ length: 20 }, () => turns.take('a', () => ran++))
  for (let turn = 1; turn <= 5; turn++) {
    await turnOfTheLoop()
    expect(ran).toBeLessThanOrEqual(turn + 1)
  }
  await Promise.all(queue)
  expect(ran).toBe(20)
})

test('a call that fails gives its turn to the next', async () => {
  const turns = new AccountTurns({ atOnce: 1, waitingMax: 10 })
  const failed = turns.take('a', () => Promise.reject(new Error('no')))
  const next = turns.take('a', () => 'ran')
  await expect(failed).rejects.toThrow('no')
  expect(await next).toBe('ran')
})

test('a queue is full when as many calls wait as it holds', async () => {
  const turns = new AccountTurns({ atOnce: 1, waitingMax: 2 })
  const queue = [1, 2, 3].map((name) => turns.take('a', () => name))
  expect([turns.isFull('a'), turns.isFull('b')]).toEqual([true, false])
  await Promise.all(queue)
  expect(turns.isFull('a')).toBe(false)
})
