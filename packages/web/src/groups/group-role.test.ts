import { expect, test } from 'bun:test'
import type { ChatId, Member } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { ParleyError } from '@parley/sdk/error'
import { makeT } from '../i18n/catalog'
import { durationText, endText } from '../i18n/durations'
import { makeFormat } from '../i18n/format'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { alice, bob, carol, entryOf, memberOf, stateOf } from '../testing/client-state'
import { changesOf, memberLimitWrong, slowModeOffers } from './changes'
import { channelMute, groupEnd, groupRole, hasRight, isMemberOrNoGroup } from './group-role'
import { joinProblem } from './join-problem'

const t = makeT({ ...en, ...enLater }, 'en')
const id = 'g' as ChatId
const rights = { invite: 'members', pin: 'admins', edit: 'admins' } as const
const roleIn = (chat: Partial<ChatEntry['chat']>, more: Partial<ChatEntry>) =>
  groupRole(stateOf([entryOf('g', chat, more)]), id)

test('rights of members or moderators never apply to former members or in dissolved groups', () => {
  const has = (more: Partial<ChatEntry>, chat: Partial<ChatEntry['chat']> = {}) =>
    (['invite', 'edit'] as const).map((right) => hasRight(entryOf('g', { rights, ...chat }, more), right))
  expect(has({ role: 'member' })).toEqual([true, false])
  expect(has({ role: 'admin', moderates: true })).toEqual([true, true])
  expect(has({ moderates: true })).toEqual([false, false])
  expect(has({ role: 'owner', moderates: true }, { dissolvedAt: 1 })).toEqual([false, false])
  expect(hasRight(undefined, 'invite')).toBe(false)
})

test('in groups with approval, only members who can approve requests can add people', () => {
  const mayAdd = (joinPolicy: 'open' | 'approval', role: Member['role']) =>
    roleIn({ rights, joinPolicy }, { role, moderates: role !== 'member' }).mayAdd
  expect([mayAdd('open', 'member'), mayAdd('approval', 'member'), mayAdd('approval', 'admin')]).toEqual([
    true,
    false,
    true,
  ])
})

test('the owner and admins run a group, and its id leads into it unless joining requires an invitation', () => {
  const runs = (['owner', 'admin', 'member', undefined] as const).map((role) => roleIn({}, role ? { role } : {}).runs)
  expect(runs).toEqual([true, true, false, false])
  const byId = (['open', 'approval', 'invite'] as const).map((joinPolicy) => roleIn({ joinPolicy }, {}).byId)
  expect(byId).toEqual([true, true, false])
})

test('members leave, but the owner must dissolve the group first', () => {
  const end = (role: Member['role'] | undefined, dissolved = false) => groupEnd({ role, dissolved })
  expect([end('member'), end('admin'), end('owner'), end('owner', true), end(undefined)]).toEqual([
    ...(['leave', 'leave', 'dissolve', 'leave', 'left'] as const),
  ])
})

test('moderators of a channel can mute anyone but its owner', () => {
  const members = new Map([
    [bob, memberOf(bob, { mutedUntil: 101 })],
    [carol, memberOf(carol, { role: 'owner' })],
  ])
  const mute = (userId: typeof bob, more: Partial<ChatEntry> = {}, kind: 'channel' | 'group' = 'channel') =>
    channelMute(stateOf([entryOf('g', { kind }, { members, moderates: true, ...more })]), { chatId: id, userId }, 100)
  expect(mute(bob)).toEqual({ runs: true, muted: true })
  expect([
    mute(carol).runs,
    mute(alice).runs,
    mute(bob, {}, 'group').runs,
    mute(bob, { moderates: false }).runs,
  ]).toEqual([...[false, false, false, false]])
  expect(
    channelMute(stateOf([entryOf('g', { kind: 'channel' }, { members })]), { chatId: id, userId: bob }, 101).muted,
  ).toBe(false)
})

test('only the differing fields are changed', () => {
  expect(changesOf({ name: 'a', about: 'b', slow: 0 }, { name: 'a', about: 'c', slow: 0 })).toEqual({ about: 'c' })
  expect(changesOf({ name: 'a' }, { name: 'a' })).toEqual({})
})

test('slow mode offers its current delay among the others, without repetition and in order', () => {
  expect(slowModeOffers(0)).toEqual([0, 10_000, 60_000, 300_000, 3_600_000])
  expect(slowModeOffers(30_000)).toEqual([0, 10_000, 30_000, 60_000, 300_000, 3_600_000])
})

test("the member limit is between two and the server's maximum", () => {
  expect([2, 500].map((limit) => memberLimitWrong(limit, 500))).toEqual([undefined, undefined])
  for (const limit of [1, 501, Number.NaN]) expect(memberLimitWrong(limit, 500)).toEqual({ least: 2, most: 500 })
})

test('a duration is shown in the largest unit that fits', () => {
  const hourMs = 3_600_000
  expect(
    [24 * hourMs, 48 * hourMs, 36 * hourMs, hourMs, 90 * 60_000, 60_000, 90_000].map((ms) => durationText(t, ms)),
  ).toEqual([...['1 day', '2 days', '36 hours', '1 hour', '90 minutes', '1 minute', '90 seconds']])
})

test('an end within a day is shown by time, else by date', () => {
  const format = makeFormat('en')
  const now = Date.now()
  expect(endText(format, now + 23 * 3_600_000)).toBe(format.time(now + 23 * 3_600_000))
  expect(endText(format, now + 25 * 3_600_000)).toBe(format.date(now + 25 * 3_600_000))
})

test('joining is not offered to members, and only for groups', () => {
  const inside = [entryOf('g', {}, { role: 'member' }), entryOf('g'), entryOf('g', { kind: 'channel' }), undefined].map(
    isMemberOrNoGroup,
  )
  expect(inside).toEqual([true, false, true, false])
})

test("the error for an inaccessible group doesn't reveal that it exists, and without a response the error says offline", () => {
  const thrown = (code: 'not_found' | 'forbidden', unanswered: boolean) =>
    joinProblem(t, new ParleyError({ message: code, data: { code, retry: false } }, { unanswered }))
  expect(thrown('not_found', false)).toBe(t('joinNotFound'))
  expect(thrown('not_found', true)).toBe(t('error_offline'))
  expect(thrown('forbidden', false)).toBe(t('error_forbidden'))
})
