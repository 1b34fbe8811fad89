import { expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import { alice, bob, entryOf, memberOf } from '../../testing/client-state'
import { visiblePins } from './visible-pins'

const pinned = [3, 9, 6].map((seq) => ({ id: `m${seq}` as MessageId, seq }))
const seqs = (more: Parameters<typeof entryOf>[2]) =>
  visiblePins(entryOf('g', { pinned }, more), alice).map(({ seq }) => seq)

test('the newest pin comes first, and pins from before the viewer joined or cleared the chat are left out', () => {
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
