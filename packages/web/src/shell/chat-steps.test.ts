import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { entryOf, stateOf } from '../testing/client-state'
import { chatAfter, pinnedInList } from './chat-steps'

const ids = (text: string) => [...text] as ChatId[]
const step = (open: string | undefined, by: 1 | -1, wanted = 'abcd') =>
  chatAfter({
    shown: ids('abcd'),
    open: open as ChatId | undefined,
    step: by,
    isWanted: (id) => wanted.includes(id),
  }) as string | undefined

test('steps go down and up the list, and wrap around', () => {
  expect(['a', 'c', 'd'].map((open) => step(open, 1))).toEqual(['b', 'd', 'a'])
  expect(['a', 'b', 'd'].map((open) => step(open, -1))).toEqual(['d', 'a', 'c'])
})

test('without an open chat of the list, down begins at the top and up at the bottom', () => {
  for (const open of [undefined, 'x']) expect([step(open, 1), step(open, -1)]).toEqual(['a', 'd'])
})

test('steps skip unwanted chats, and reach the open one last', () => {
  expect([step('b', 1, 'ad'), step('b', -1, 'cd'), step('b', 1, 'a')]).toEqual(['d', 'd', 'a'])
  expect(step('b', 1, 'b')).toBe('b')
  expect(step('b', 1, '')).toBeUndefined()
  expect(chatAfter({ shown: [], open: undefined, step: 1, isWanted: () => true })).toBeUndefined()
})

test('pinned chats are numbered in the order of the list', () => {
  const pinned = (id: string, pinnedAt: number) =>
    entryOf(id, {}, { state: { chatId: id as ChatId, rev: 1, readSeq: 0, clearedSeq: 0, pinnedAt } })
  const state = stateOf([pinned('a', 1), entryOf('b'), pinned('c', 2)])
  expect(pinnedInList(state, ids('cab')).join('')).toBe('ca')
})
