import { expect, test } from 'bun:test'
import { FakeServer } from '../testing/fake-server'
import { contiguousTail } from './store'

test('stored messages before a hole are not shown, nor any that end before the newest', () => {
  const server = new FakeServer()
  const alice = server.person('alice')
  const chatId = server.chat('group', [alice])
  const rows = Array.from({ length: 6 }, () => server.say(chatId, alice))
  const tail = (...seqs: number[]) => {
    const stored = rows.filter(({ seq }) => seqs.includes(seq))
    return contiguousTail(stored, 6).map(({ seq }) => seq)
  }
  expect(tail(1, 2, 3, 4, 5, 6)).toEqual([1, 2, 3, 4, 5, 6])
  expect(tail(1, 2, 4, 5, 6)).toEqual([4, 5, 6])
  expect(tail(1, 2, 3, 4, 5)).toEqual([])
  expect(tail()).toEqual([])
})
