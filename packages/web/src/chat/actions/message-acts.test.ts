import { expect, test } from 'bun:test'
import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type ActRights, actsOf, type MessageAct } from './message-acts'

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
  showsReaders: false,
  reacted: false,
  pins: false,
  moderates: false,
  retractWindowMs: 100,
  nowMs: 1_050,
}

test('own text messages can be edited, and retracted within the window', () => {
  expect(actsOf(message(alice), rights)).toEqual([
    'react',
    'reply',
    'forward',
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
    'forward',
    'edit',
    'copy',
    'link',
    'select',
    'hide',
  ])
})

test('messages of others can be replied to, and moderators can retract them', () => {
  expect(actsOf(message(bob), rights)).toEqual([
    ...(['react', 'reply', 'forward', 'copy', 'link', 'select', 'report', 'hide'] as const),
  ])
  expect(actsOf(message(bob), { ...rights, moderates: true, nowMs: 9_999 })).toContain('retract')
})

test('stored messages of others can be reported, also without write access', () => {
  expect(actsOf(message(bob), { ...rights, mayWrite: false })).toContain('report')
  expect(actsOf(message(alice), rights)).not.toContain('report')
  expect(actsOf(message(bob, { body: { type: 'retracted' } }), rights)).not.toContain('report')
})

test('an own message offers its list of readers', () => {
  expect(actsOf(message(bob), { ...rights, reacted: true })).toContain('reactors')
  expect(actsOf(message(bob), rights)).not.toContain('reactors')
  expect(actsOf(message(alice), { ...rights, showsReaders: true })).toContain('readers')
  expect(actsOf(message(bob), { ...rights, showsReaders: true })).not.toContain('readers')
})

test('without write access, messages offer neither reply nor edit', () => {
  expect(actsOf(message(alice), { ...rights, mayWrite: false, nowMs: 9_999 })).toEqual([
    'forward',
    'copy',
    'link',
    'select',
    'hide',
  ])
})

test('waiting messages can be copied, retracted ones can be hidden, service messages offer nothing', () => {
  const { seq: _, ...waiting } = message(alice, { status: 'queued' })
  expect(actsOf(waiting, rights)).toEqual(['copy'])
  expect(actsOf(message(alice, { body: { type: 'retracted' } }), rights)).toEqual(['hide'])
  expect(actsOf(message(bob, { body: { type: 'system', event: 'group_created' } }), rights)).toEqual([])
})

test('an own picture can be saved but not edited, and its caption can be copied', () => {
  const what = { name: 'a.png', mime: 'image/webp', size: 1, width: 1, height: 1 }
  const body = { type: 'image', mediaId: 'media' as MediaId, ...what } as const
  const shared: readonly MessageAct[] = ['react', 'reply', 'forward', 'download', 'link', 'select', 'hide', 'retract']
  expect(actsOf(message(alice, { body }), rights)).toEqual([...shared])
  const captioned = { ...body, caption: 'hills' }
  expect(actsOf(message(alice, { body: captioned }), rights)).toEqual(shared.toSpliced(3, 0, 'copy'))
})

test('places and contact cards can be copied but never edited', () => {
  const bodies = [
    { type: 'location', lat: 48.2, lng: 16.4 },
    { type: 'contact', userId: bob },
  ] as const
  for (const body of bodies) {
    const acts = actsOf(message(alice, { body }), rights)
    expect(acts).toContain('copy')
    expect(acts).not.toContain('edit')
  }
})

test('a forwarded message can be forwarded again, and no user can edit it', () => {
  const forwarded = message(alice, { forwardedFrom: { userId: bob, at: 1 } })
  expect(actsOf(forwarded, rights)).toContain('forward')
  expect(actsOf(forwarded, rights)).not.toContain('edit')
})
