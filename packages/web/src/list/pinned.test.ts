import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { moveByOne, movesToPlace, type PinMove } from './pinned'

const ids = (text: string) => [...text] as ChatId[]
const chat = (name: string) => name as ChatId

/** The order after the server has applied a move. */
const moved = (pinned: readonly ChatId[], { chatId, before }: PinMove): readonly ChatId[] => {
  const others = pinned.filter((id) => id !== chatId)
  return others.toSpliced(before === undefined ? 0 : others.indexOf(before), 0, chatId)
}

test('a chat can be pinned again at each previous position, including the last', () => {
  for (const at of [0, 1, 2, 3]) {
    const others = ids('abc')
    const after = movesToPlace(others, chat('x'), at).reduce(moved, others)
    expect(after.join('')).toBe(others.toSpliced(at, 0, chat('x')).join(''))
  }
  expect(movesToPlace([], chat('x'), 0)).toEqual([{ chatId: chat('x'), before: undefined }])
  // The position counts without the chat itself, which was pinned meanwhile.
  expect(movesToPlace(ids('xab'), chat('x'), 1).reduce(moved, ids('xab')).join('')).toBe('axb')
})

test('a chat moves up or down by one, and stops at the ends', () => {
  const after = (name: string, step: 1 | -1) => {
    const move = moveByOne(ids('abc'), chat(name), step)
    return move && moved(ids('abc'), move).join('')
  }
  expect([after('b', -1), after('b', 1), after('a', 1), after('c', -1)]).toEqual(['bac', 'acb', 'bac', 'acb'])
  expect([after('a', -1), after('c', 1), after('x', 1)]).toEqual([undefined, undefined, undefined])
})
