import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'
import { audit } from './audit'
import { Sender } from './senders'

const chatId = 'chat' as ChatId

const message = (seq: number, id = `message ${seq}`): Message => ({
  ...{ id: id as MessageId, chatId, seq, rev: seq, senderId: 'alice' as UserId, at: seq, countable: true },
  body: { type: 'text', text: id },
})

/** A sender whose messages were stored in this order, each acknowledged. */
const answered = (...stored: readonly Message[]): Sender => {
  const sender = new Sender({ name: 'alice', token: '', chats: [chatId] }, 1)
  for (const row of stored) sender.sent.push({ id: row.id, chatId, text: row.id, stored: row })
  return sender
}

const [first, second, third] = [message(1), message(2), message(3)] as const

test('an audit of an intact chat finds nothing', () => {
  expect(audit(chatId, [first, second, third], [answered(first, third), answered(second)])).toEqual([])
})

test('an audit finds lost, duplicated, missing, renumbered, changed and reordered messages', () => {
  const finds = (rows: readonly Message[], ...sent: readonly Message[]) => audit(chatId, rows, [answered(...sent)])
  expect(finds([first], first, second)).toEqual(['acknowledged message message 2 is not at seq 2'])
  expect(finds([first, message(2, 'message 1')])).toEqual(['1 messages are duplicates'])
  expect(finds([first, third])).toEqual(['seq 3 is at position 2'])
  expect(finds([first, second], message(2, 'message 1'))).toEqual(['acknowledged message message 1 is not at seq 2'])
  expect(finds([{ ...first, body: { type: 'text', text: 'other' } }], first)).toEqual([
    'message message 1 has another text',
  ])
  expect(finds([first, second], second, first)).toEqual(['message message 1 comes before one that was sent earlier'])
})
