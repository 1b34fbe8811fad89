import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'
import { emptyWindow, joinRows } from './window'

const rowsTo = (count: number): Message[] =>
  Array.from({ length: count }, (_, at) => ({
    ...{ id: `${at + 1}` as MessageId, chatId: 'chat' as ChatId, seq: at + 1, rev: at + 1, at: at + 1 },
    ...{ senderId: 'alice' as UserId, countable: true, body: { type: 'text', text: 'hello' } },
  }))

test('a window of 400 rows is whole; of one more row, 100 go on the far side', () => {
  const whole = { ...emptyWindow, atStart: true, atEnd: true }
  expect(joinRows(whole, rowsTo(400), 'start')).toMatchObject({ atStart: true, atEnd: true, rows: { length: 400 } })
  const [fromStart, fromEnd] = [joinRows(whole, rowsTo(401), 'start'), joinRows(whole, rowsTo(401), 'end')]
  expect([fromStart.rows[0]?.seq, fromStart.rows.length, fromStart.atStart, fromStart.atEnd]).toEqual([
    101,
    301,
    false,
    true,
  ])
  expect([fromEnd.rows.at(-1)?.seq, fromEnd.rows.length, fromEnd.atStart, fromEnd.atEnd]).toEqual([
    301,
    301,
    true,
    false,
  ])
})
