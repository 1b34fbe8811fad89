import { expect, test } from 'bun:test'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { foundNoMember, memberNotes, offersMemberSearch, roleText } from './member-notes'

const t = makeT({ ...en, ...enLater }, 'en')
const notes = (member: Parameters<typeof memberNotes>[0], own = false) => memberNotes(member, { t, own, nowMs: 100 })

test('a member\'s row shows their nickname, "you" and mute', () => {
  expect(notes({})).toBeUndefined()
  expect(notes({ nickname: 'Caz' })).toBe('Caz')
  expect(notes({ mutedUntil: 101 })).toBe(t('memberMuted'))
  expect(notes({ mutedUntil: 100 })).toBeUndefined()
  expect(notes({ nickname: 'Caz', mutedUntil: 101 }, true)).toBe(`Caz · ${t('you')} · ${t('memberMuted')}`)
})

test('the owner and admins are marked', () => {
  expect((['owner', 'admin', 'member'] as const).map((role) => roleText(t, role))).toEqual([
    t('roleOwner'),
    t('roleAdmin'),
    undefined,
  ])
})

test('the search field appears from eight members on, and stays while it has text', () => {
  expect([undefined, 7, 8].map((count) => offersMemberSearch(count, ''))).toEqual([false, false, true])
  expect(offersMemberSearch(1, 'b')).toBe(true)
})

test('the search says that it found no member only after it has finished', () => {
  expect(foundNoMember({ query: 'b', found: 0, loading: false })).toBe(true)
  for (const not of [{ query: '' }, { found: 1 }, { loading: true }])
    expect(foundNoMember({ query: 'b', found: 0, loading: false, ...not })).toBe(false)
})
