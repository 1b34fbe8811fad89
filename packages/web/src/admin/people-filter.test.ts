import { expect, test } from 'bun:test'
import { filterParams } from './people-filter'
import { partDone } from './waves/part-done'

test('a filter of people names only what is set', () => {
  expect(filterParams({ network: '  ' }, 1_000)).toEqual({})
  expect(filterParams({ network: ' 203.0.113.7 ', state: 'disabled', days: 7 }, 700_000_000)).toEqual({
    ...{ network: '203.0.113.7', state: 'disabled' },
    from: 700_000_000 - 7 * 86_400_000,
  })
})

test('the progress of a cleanup counts accounts and messages, and never passes its end', () => {
  const wave = { id: '' as never, createdAt: 0, state: 'cleaning', accounts: 10, messages: 30, chats: 1 } as const
  expect(partDone({ ...wave, accountsDone: 10, messagesDone: 10 })).toBe(0.5)
  expect(partDone({ ...wave, accountsDone: 10, messagesDone: 99 })).toBe(1)
  expect(partDone({ ...wave, accounts: 0, messages: 0, accountsDone: 0, messagesDone: 0 })).toBe(1)
})
