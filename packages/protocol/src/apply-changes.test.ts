import { expect, test } from 'bun:test'
import { applyChatDelta, applyPage, coversFrom, type HeldChat } from './apply'
import type { View } from './deltas'
import { type ChatId, type MessageId, newUuidV7, type UserId } from './ids'
import type { Message } from './rows'

const chatId = newUuidV7(1) as ChatId
const alice = newUuidV7(2) as UserId

const message = (seq: number): Message => ({
  ...{ id: newUuidV7(seq) as MessageId, chatId, seq, rev: seq + 1, senderId: alice, at: seq },
  ...{ body: { type: 'text', text: `${seq}` }, countable: true },
})
const edited = (row: Message, rev: number): Message => ({
  ...row,
  rev,
  editedAt: rev,
  body: { type: 'text', text: 'new' },
})
const takenBack = (row: Message, rev: number): Message => ({
  ...row,
  rev,
  retractedAt: rev,
  body: { type: 'retracted' },
})

/** Twenty messages, of which the last `count` are held, and a view that counts from `readSeq`. */
const held = ({ count, readSeq = 0 }: { count: number; readSeq?: number }): HeldChat => {
  const all = Array.from({ length: 20 }, (_, at) => message(at + 1))
  return {
    rev: 21,
    chat: { id: chatId, kind: 'group', rev: 1, seq: 20, firstSeq: 1, pinned: [] },
    since: 1,
    members: new Map(),
    reactions: new Map(),
    messages: all.slice(all.length - count),
    view: { last: message(20), unread: 20 - readSeq, mentions: 0, readSeq, atRev: 21 },
  }
}
const push = (rows: { messages?: Message[]; stale?: number[] }) => ({ chatId, from: 21, rev: 22, ...rows })

test('[DL16] an edit replaces the held row, and the last message of the view', () => {
  const row = edited(message(20), 22)
  for (const count of [0, 5]) {
    const applied = applyChatDelta(held({ count }), push({ messages: [row] }))
    expect([applied.outcome, applied.held?.view?.last]).toEqual(['applied', row])
    expect(applied.held?.messages.at(-1)).toEqual(count > 0 ? row : undefined)
  }
  expect(applyChatDelta(held({ count: 5 }), push({ messages: [edited(message(3), 22)] })).outcome).toBe('applied')
})

test('[DL39] a stale seq is fetched', () => {
  const before = held({ count: 5, readSeq: 20 })
  for (const seq of [3, 18, 21]) expect(applyChatDelta(before, push({ stale: [seq] })).outcome).toBe('ask')
  expect(applyChatDelta({ ...before, rev: 22 }, push({ stale: [18] })).outcome).toBe('applied')
})

test('[DL39] a retraction is fetched where rows alone do not give the count', () => {
  const outcome = (what: { count: number; readSeq?: number }, seq: number) =>
    applyChatDelta(held(what), push({ messages: [takenBack(message(seq), 22)] })).outcome
  expect(outcome({ count: 5, readSeq: 8 }, 9)).toBe('ask')
  expect(outcome({ count: 5, readSeq: 8 }, 18)).toBe('ask')
  expect(outcome({ count: 5, readSeq: 8 }, 8)).toBe('applied')
  expect(outcome({ count: 20, readSeq: 8 }, 9)).toBe('applied')
})

test('[DL39] the response with its view is applied, and covers the kept delta', () => {
  const before = held({ count: 5, readSeq: 8 })
  const kept = push({ stale: [18] })
  const row = takenBack(message(18), 22)
  const view = { last: message(20), unread: 11, mentions: 0, readSeq: 8, atRev: 22 }
  const answered = applyChatDelta(before, { ...push({ messages: [row] }), view })
  expect([answered.outcome, answered.held?.messages[2], answered.held?.view]).toEqual(['applied', row, view])
  expect(applyChatDelta(answered.held, kept)).toEqual({ held: answered.held, outcome: 'applied' })
})

test('of two views at one rev the higher read cursor wins, then the higher hidden rev', () => {
  const before = held({ count: 5, readSeq: 8 })
  const answered = (view: Partial<View>) => {
    const delta = { chatId, from: 21, rev: 22, view: { unread: 1, mentions: 0, readSeq: 8, atRev: 21, ...view } }
    return applyChatDelta(before, delta).held?.view
  }
  expect(answered({ readSeq: 7 })).toBe(before.view)
  expect(answered({ readSeq: 9 })?.readSeq).toBe(9)
  expect(answered({ hiddenRev: 4 })?.hiddenRev).toBe(4)
  expect(answered({ readSeq: 20, atRev: 20 })).toBe(before.view)
  expect(answered({ readSeq: 7, atRev: 22 })?.readSeq).toBe(7)
})

test('an older row of the last message does not replace the one in the view', () => {
  const newest = edited(message(20), 22)
  const before = applyChatDelta(held({ count: 0 }), push({ messages: [newest] })).held
  const late = applyChatDelta(before, { chatId, from: 20, rev: 21, messages: [message(20)] }).held
  expect(late?.view?.last).toEqual(newest)
})

test('[DL19] a page with later messages than the held ones leaves no gap', () => {
  const before = held({ count: 5 })
  const after = applyPage(before, { rev: 24, messages: [message(19), message(20), message(22)] })
  expect(after.messages.map(({ seq }) => seq)).toEqual([16, 17, 18, 19, 20])
})

test('a chat without its oldest messages is held from its first remaining message on', () => {
  const before = held({ count: 5 })
  expect(coversFrom(before, 1)).toBe(false)
  expect(coversFrom({ ...before, chat: { ...before.chat, firstSeq: 16 } }, 1)).toBe(true)
})
