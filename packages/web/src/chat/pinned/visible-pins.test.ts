import { expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import { alice, bob, entryOf, memberOf } from '../../testing/client-state'
import { pinAfter, visiblePins } from './visible-pins'

const pinned = [3, 9, 6].map((seq) => ({ id: `m${seq}` as MessageId, seq }))
const seqs = (more: Parameters<typeof entryOf>[2]) =>
  visiblePins(entryOf('g', { pinned }, more), alice).map(({ seq }) => seq)

test('the newest pin comes first, without those from before the viewer came or cleared the chat', () => {
  expect(seqs({})).toEqual([6, 9, 3])
  const joined = (visibleFrom: number) =>
    new Map([
      [alice, memberOf(alice, { visibleFrom })],
      [bob, memberOf(bob, { visibleFrom: 99 })],
    ])
  expect(seqs({ members: joined(6) })).toEqual([6, 9])
  expect(seqs({ members: joined(7) })).toEqual([9])
  const state = { chatId: 'g' as ChatId, rev: 1, readSeq: 0, clearedSeq: 6 }
  expect(seqs({ state })).toEqual([9])
  expect(visiblePins(undefined, alice)).toEqual([])
})

test('each press leads to the pin before, and round again', () => {
  expect([0, 1, 2, 3].map((pressed) => pinAfter(pressed, 3))).toEqual([
    { at: 0, number: 3 },
    { at: 1, number: 2 },
    { at: 2, number: 1 },
    { at: 0, number: 3 },
  ])
  expect(pinAfter(2, 0)).toBeUndefined()
})
