import { expect, test } from 'bun:test'
import type { SystemBody } from '@parley/protocol'
import type { ChatId, MessageId, UserId } from '@parley/protocol/ids'
import { makeT } from '../../i18n/catalog'
import { words as en } from '../../i18n/words/en'
import { serviceText } from './service-text'

const words = {
  t: makeT(en, 'en'),
  locale: 'en',
  me: 'me' as UserId,
  nameOf: (id: UserId) => `${id.charAt(0).toUpperCase()}${id.slice(1)}`,
}
const said = (senderId: string, body: Omit<SystemBody, 'type'>): string =>
  serviceText(
    {
      ...{ id: 'message' as MessageId, chatId: 'chat' as ChatId, senderId: senderId as UserId },
      ...{ at: 0, seq: 1, status: 'sent', body: { type: 'system', ...body } },
    },
    words,
  )
const ids = (...names: string[]) => names as UserId[]

test.each([
  [['bob'], 'Alice added Bob'],
  [['bob', 'me'], 'Alice added Bob and you'],
  [['bob', 'carol', 'dan'], 'Alice added Bob, Carol, and Dan'],
  [['bob', 'carol', 'dan', 'erin'], 'Alice added Bob, Carol, Dan, and Erin'],
  [['bob', 'carol', 'dan', 'erin', 'fay'], 'Alice added Bob, Carol, Dan and 2 others'],
])('%p are listed, and further names are counted', (names, text) => {
  expect(said('alice', { event: 'members_added', userIds: ids(...names) })).toBe(text)
})

test("names in the other text direction don't reorder the text around them", () => {
  const dana = { ...words, nameOf: () => 'דנה' }
  const body: SystemBody = { type: 'system', event: 'members_added', userIds: ids('dana', 'noa') }
  const message = { id: 'message' as MessageId, chatId: 'chat' as ChatId, senderId: 'alice' as UserId, at: 0, seq: 1 }
  const name = '\u2068דנה\u2069'
  expect(serviceText({ ...message, status: 'sent', body }, dana)).toBe(`${name} added \u2068${name} and ${name}\u2069`)
})

test('the viewer is addressed as "you", both as actor and as subject', () => {
  expect(said('me', { event: 'members_added', userIds: ids('bob') })).toBe('You added Bob')
  expect(said('alice', { event: 'member_left', userIds: ids('me') })).toBe('You left the group')
  expect(said('me', { event: 'member_left', userIds: ids('bob') })).toBe('Bob left the group')
})

test('a notice of a service shows its words', () => {
  expect(said('bob', { event: 'notice', notice: 'Your order is on its way' })).toBe('Your order is on its way')
})

test('a new friendship shows the other person, on both sides', () => {
  const text = said('alice', { event: 'friends_now', userIds: ids('alice', 'me') })
  expect(text).toContain('Alice')
  expect(said('me', { event: 'friends_now', userIds: ids('me', 'alice') })).toBe(text)
})

const events: readonly SystemBody['event'][] = [
  ...(['group_created', 'members_added', 'member_left', 'invite_accepted', 'member_joined', 'member_removed'] as const),
  ...(['admin_added', 'admin_removed', 'owner_changed', 'name_changed', 'announcement_changed'] as const),
  ...(['all_muted', 'all_unmuted', 'group_dissolved'] as const),
]

test.each(events)('%s shows the actor: the viewer, or another person by name', (event) => {
  const by = (who: string) =>
    said(who, { event, name: 'Picnic', userIds: ids(event === 'member_left' ? who : 'carol') })
  expect(by('me')).toMatch(/\b[Yy]ou\b/)
  expect(by('me')).not.toContain('Bob')
  expect(by('bob')).toContain('Bob')
  expect(by('bob')).not.toMatch(/\b[Yy]ou\b/)
})
