import { expect, test } from 'bun:test'
import type { ChatId, MessageId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ActRights, actsOf } from './message-acts'

const alice = 'alice' as UserId
const bob = 'bob' as UserId
const message = (senderId: UserId, more: Partial<TimelineMessage> = {}): TimelineMessage => ({
  id: 'message' as MessageId,
  chatId: 'chat' as ChatId,
  senderId,
  at: 1_000,
  body: { type: 'text', text: 'words' },
  seq: 1,
  status: 'sent',
  ...more,
})
const rights: ActRights = {
  mayWrite: true,
  me: alice,
  asksReaders: false,
  reacted: false,
  pins: false,
  moderates: false,
  retractWindowMs: 100,
  nowMs: 1_050,
}

test('own words can be changed, and taken back for a while', () => {
  expect(actsOf(message(alice), rights)).toEqual([
    'react',
    'reply',
    'edit',
    'copy',
    'link',
    'select',
    'hide',
    'retract',
  ])
  expect(actsOf(message(alice), { ...rights, nowMs: 1_100 })).toEqual([
    'react',
    'reply',
    'edit',
    'copy',
    'link',
    'select',
    'hide',
  ])
})

test('what others said can be answered, and taken back by who moderates', () => {
  expect(actsOf(message(bob), rights)).toEqual(['react', 'reply', 'copy', 'link', 'select', 'hide'])
  expect(actsOf(message(bob), { ...rights, moderates: true, nowMs: 9_999 })).toContain('retract')
})

test('of an own message it can be asked who has read it', () => {
  expect(actsOf(message(bob), { ...rights, reacted: true })).toContain('reactors')
  expect(actsOf(message(bob), rights)).not.toContain('reactors')
  expect(actsOf(message(alice), { ...rights, asksReaders: true })).toContain('readers')
  expect(actsOf(message(bob), { ...rights, asksReaders: true })).not.toContain('readers')
})

test('where one cannot write there is nothing to answer or change', () => {
  expect(actsOf(message(alice), { ...rights, mayWrite: false, nowMs: 9_999 })).toEqual([
    'copy',
    'link',
    'select',
    'hide',
  ])
})

test('what waits can be copied, what was taken back can be hidden, what the server said offers nothing', () => {
  const { seq: _, ...waiting } = message(alice, { status: 'queued' })
  expect(actsOf(waiting, rights)).toEqual(['copy'])
  expect(actsOf(message(alice, { body: { type: 'retracted' } }), rights)).toEqual(['select', 'hide'])
  expect(actsOf(message(bob, { body: { type: 'system', event: 'group_created' } }), rights)).toEqual([])
})
