import { expect, test } from 'bun:test'
import type { ChatId, Member } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { ParleyError } from '@parley/sdk/error'
import { makeT } from '../i18n/catalog'
import { en } from '../i18n/en'
import { enLater } from '../i18n/en-later'
import { makeFormat } from '../i18n/format'
import { alice, bob, carol, entryOf, memberOf, stateOf } from '../testing/client-state'
import { changesOf, memberLimitWrong, slowModeOffers } from './changes'
import { durationText, endText } from './durations'
import { channelMute, groupEnd, groupStanding } from './group-standing'
import { isInside } from './is-inside'
import { joinProblem } from './join-problem'
import { hasRight } from './rights'

const t = makeT({ ...en, ...enLater }, 'en')
const id = 'g' as ChatId
const rights = { invite: 'members', pin: 'admins', edit: 'admins' } as const
const standing = (chat: Partial<ChatEntry['chat']>, more: Partial<ChatEntry>) =>
  groupStanding(stateOf([entryOf('g', chat, more)]), id)

test('a right is that of all members, or of those who moderate; never of former members, nor in a group that was dissolved', () => {
  const has = (more: Partial<ChatEntry>, chat: Partial<ChatEntry['chat']> = {}) =>
    (['invite', 'edit'] as const).map((right) => hasRight(entryOf('g', { rights, ...chat }, more), right))
  expect(has({ role: 'member' })).toEqual([true, false])
  expect(has({ role: 'admin', moderates: true })).toEqual([true, true])
  expect(has({ moderates: true })).toEqual([false, false])
  expect(has({ role: 'owner', moderates: true }, { dissolvedAt: 1 })).toEqual([false, false])
  expect(hasRight(undefined, 'invite')).toBe(false)
})

test('where people ask to be let in, only who lets them in adds people', () => {
  const mayAdd = (joinPolicy: 'open' | 'approval', role: Member['role']) =>
    standing({ rights, joinPolicy }, { role, moderates: role !== 'member' }).mayAdd
  expect([mayAdd('open', 'member'), mayAdd('approval', 'member'), mayAdd('approval', 'admin')]).toEqual([
    true,
    false,
    true,
  ])
})

test('owner and admins run a group, and its id leads in unless people are invited', () => {
  const runs = (['owner', 'admin', 'member', undefined] as const).map((role) => standing({}, role ? { role } : {}).runs)
  expect(runs).toEqual([true, true, false, false])
  const byId = (['open', 'approval', 'invite'] as const).map((joinPolicy) => standing({ joinPolicy }, {}).byId)
  expect(byId).toEqual([true, true, false])
})

test('members leave, the owner dissolves the group first', () => {
  const end = (role: Member['role'] | undefined, dissolved = false) => groupEnd({ role, dissolved })
  expect([end('member'), end('admin'), end('owner'), end('owner', true), end(undefined)]).toEqual([
    ...(['leave', 'leave', 'dissolve', 'leave', 'left'] as const),
  ])
})

test('who runs a channel mutes others, but for its owner', () => {
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

test('only what differs is changed', () => {
  expect(changesOf({ name: 'a', about: 'b', slow: 0 }, { name: 'a', about: 'c', slow: 0 })).toEqual({ about: 'c' })
  expect(changesOf({ name: 'a' }, { name: 'a' })).toEqual({})
})

test('slow mode offers its present time among the others, once and in order', () => {
  expect(slowModeOffers(0)).toEqual([0, 10_000, 60_000, 300_000, 3_600_000])
  expect(slowModeOffers(30_000)).toEqual([0, 10_000, 30_000, 60_000, 300_000, 3_600_000])
})

test('a group has two members at least, and as many as the server allows', () => {
  expect([2, 500].map((limit) => memberLimitWrong(limit, 500))).toEqual([undefined, undefined])
  for (const limit of [1, 501, Number.NaN]) expect(memberLimitWrong(limit, 500)).toEqual({ least: 2, most: 500 })
})

test('a duration is said in the largest unit that fits', () => {
  const hourMs = 3_600_000
  expect(
    [24 * hourMs, 48 * hourMs, 36 * hourMs, hourMs, 90 * 60_000, 60_000, 90_000].map((ms) => durationText(t, ms)),
  ).toEqual([...['1 day', '2 days', '36 hours', '1 hour', '90 minutes', '1 minute', '90 seconds']])
})

test('an end within a day is said by its time, else by its date', () => {
  const format = makeFormat('en')
  const now = Date.now()
  expect(endText(format, now + 23 * 3_600_000)).toBe(format.time(now + 23 * 3_600_000))
  expect(endText(format, now + 25 * 3_600_000)).toBe(format.date(now + 25 * 3_600_000))
})

test('there is nothing to join for members, and where it is no group', () => {
  const inside = [entryOf('g', {}, { role: 'member' }), entryOf('g'), entryOf('g', { kind: 'channel' }), undefined].map(
    isInside,
  )
  expect(inside).toEqual([true, false, true, false])
})

test('a group that cannot be joined is not said to be there, and without an answer one is offline', () => {
  const thrown = (code: 'not_found' | 'forbidden', unanswered: boolean) =>
    joinProblem(t, new ParleyError({ message: code, data: { code, retry: false } }, { unanswered }))
  expect(thrown('not_found', false)).toBe(t('joinNotFound'))
  expect(thrown('not_found', true)).toBe(t('error_offline'))
  expect(thrown('forbidden', false)).toBe(t('error_forbidden'))
})
