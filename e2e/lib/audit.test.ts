import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'
import { audit } from './audit'
import { Sender } from './senders'

const chatId = 'chat' as ChatId

const message = (seq: number, id = `message ${seq}`): Message => ({
  ...{ id: id as MessageId, chatId, seq, rev: seq, senderId: 'alice' as UserId, at: seq, countable: true },
  body: { type: 'text', text: id },
})

/** Somebody who sent these messages, in this order, and was answered each time. */
const answered = (...stored: readonly Message[]): Sender => {
  const sender = new Sender({ name: 'alice', token: '', chats: [chatId] }, 1)
  for (const row of stored) sender.sent.push({ id: row.id, chatId, text: row.id, stored: row })
  return sender
}

const [first, second, third] = [message(1), message(2), message(3)] as const

test('an audit finds nothing where all is well', () => {
  expect(audit(chatId, [first, second, third], [answered(first, third), answered(second)])).toEqual([])
})

test('an audit finds what was lost, doubled, left out, renumbered, changed and reordered', () => {
  const finds = (rows: readonly Message[], ...sent: readonly Message[]) => audit(chatId, rows, [answered(...sent)])
  expect(finds([first], first, second)).toEqual(['acknowledged message message 2 is not at seq 2'])
  expect(finds([first, message(2, 'message 1')])).toEqual(['1 messages stand twice'])
  expect(finds([first, third])).toEqual(['seq 3 stands at place 2'])
  expect(finds([first, second], message(2, 'message 1'))).toEqual(['acknowledged message message 1 is not at seq 2'])
  expect(finds([{ ...first, body: { type: 'text', text: 'other' } }], first)).toEqual([
    'message message 1 holds another text',
  ])
  expect(finds([first, second], second, first)).toEqual(['message message 1 stands before one that was sent earlier'])
})
