import { expect, test } from 'bun:test'
import type { SystemBody } from '@parley/protocol'
import type { ChatId, MessageId, UserId } from '@parley/protocol/ids'
import { makeT } from '../../i18n/catalog'
import { en } from '../../i18n/en'
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
])('%p are named, the ones beyond counted', (names, text) => {
  expect(said('alice', { event: 'members_added', userIds: ids(...names) })).toBe(text)
})

test('the viewer is addressed, whether they did it or it is about them', () => {
  expect(said('me', { event: 'members_added', userIds: ids('bob') })).toBe('You added Bob')
  expect(said('alice', { event: 'member_left', userIds: ids('me') })).toBe('You left the group')
  expect(said('me', { event: 'member_left', userIds: ids('bob') })).toBe('Bob left the group')
})

test('of new friends the other one is named, whoever accepted', () => {
  const text = said('alice', { event: 'friends_now', userIds: ids('alice', 'me') })
  expect(text).toContain('Alice')
  expect(said('me', { event: 'friends_now', userIds: ids('me', 'alice') })).toBe(text)
})

const events: readonly SystemBody['event'][] = [
  ...(['group_created', 'members_added', 'member_left', 'invite_accepted', 'member_joined', 'member_removed'] as const),
  ...(['admin_added', 'admin_removed', 'owner_changed', 'name_changed', 'announcement_changed'] as const),
  ...(['all_muted', 'all_unmuted', 'group_dissolved'] as const),
]

test.each(events)('%s says who did it: the viewer, or somebody by name', (event) => {
  const by = (who: string) =>
    said(who, { event, name: 'Picnic', userIds: ids(event === 'member_left' ? who : 'carol') })
  expect(by('me')).toMatch(/\b[Yy]ou\b/)
  expect(by('me')).not.toContain('Bob')
  expect(by('bob')).toContain('Bob')
  expect(by('bob')).not.toMatch(/\b[Yy]ou\b/)
})
