import { describe, expect, test } from 'bun:test'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { en } from '../i18n/en'
import { enLater } from '../i18n/en-later'
import { alice, bob, entryOf } from '../testing/client-state'
import { chatAbout, subtitleOf } from './chat-subtitle'
import { hasBars, paneLook } from './pane-look'

const t = makeT({ ...en, ...enLater }, 'en')

describe('the look of a chat', () => {
  test('goes by the kind of chat, unless one was chosen', () => {
    const layouts = (chosen: 'auto' | 'bubbles' | 'flat') =>
      (['direct', 'saved', 'group', 'channel', 'world'] as const).map((sort) => paneLook(chosen, sort).layout)
    expect(layouts('auto')).toEqual(['bubbles', 'bubbles', 'bubbles', 'flat', 'flat'])
    expect(new Set(layouts('bubbles'))).toEqual(new Set(['bubbles']))
    expect(new Set(layouts('flat'))).toEqual(new Set(['flat']))
  })

  test('shows who wrote what, but for bubbles between two people and saved messages', () => {
    const shows = (chosen: 'bubbles' | 'flat') =>
      (['direct', 'saved', 'group', 'world'] as const).map((sort) => paneLook(chosen, sort).showPeople)
    expect(shows('bubbles')).toEqual([false, false, true, true])
    expect(shows('flat')).toEqual([true, true, true, true])
  })

  test('has bars for an announcement, and for those who let people in', () => {
    const bars = (chat: Partial<ChatEntry['chat']>, role?: 'owner' | 'admin' | 'member') =>
      hasBars(entryOf('g', chat, role && { role }))
    expect(bars({ announcement: 'At nine' })).toBe(true)
    expect(bars({ joinPolicy: 'approval' }, 'owner')).toBe(true)
    expect(bars({ joinPolicy: 'approval' }, 'admin')).toBe(true)
    expect(bars({ joinPolicy: 'approval' }, 'member')).toBe(false)
    expect(bars({ joinPolicy: 'open' }, 'owner')).toBe(false)
    expect(bars({ kind: 'direct', announcement: 'At nine' })).toBe(false)
    expect(hasBars(undefined)).toBe(false)
  })
})

describe('the line below the name', () => {
  const about = (chat: Partial<ChatEntry['chat']>, more: Partial<ChatEntry> = {}, count?: number) =>
    chatAbout(entryOf('g', chat, more), t, count)

  test('says how many members a group has, and how many are online where that is known', () => {
    expect(about({}, { online: 2 })).toBe('')
    expect(about({}, {}, 3)).toBe('3 members')
    expect(about({}, { online: 2 }, 3)).toMatch(/3 members.*2 online/)
    expect(about({}, { writeRefused: 'not_a_member' }, 3)).toBe(t('youLeft'))
    expect(about({}, { writeRefused: 'muted' }, 3)).toBe('3 members')
  })

  test('says how many are in a channel or in the world, else what they are for', () => {
    expect(about({ kind: 'channel', about: 'Kites' })).toBe('Kites')
    expect(about({ kind: 'channel', about: 'Kites' }, { online: 2 })).toBe('2 online')
    expect(about({ kind: 'channel' }, { writeRefused: 'not_a_member', online: 2 })).toBe(t('channelLeft'))
    const world = (more: Partial<ChatEntry>) =>
      chatAbout(entryOf(WORLD_CHAT_ID, { kind: 'channel' }, more), t, undefined)
    expect([world({}), world({ online: 5 })]).toEqual([t('worldAbout'), '5 online'])
  })

  test('says what saved messages are, and leaves a direct chat to the other person', () => {
    expect(about({ kind: 'direct', peerIds: [alice] })).toBe(t('savedAbout'))
    expect(about({ kind: 'direct', peerIds: [alice, bob] })).toBe('')
  })

  test('is about the connection first, then about who types, then about presence', () => {
    const parts = { connecting: 'Connecting…', typing: 'typing…', presence: 'online', handle: '@bob', about: '' }
    const line = (...without: readonly (keyof typeof parts)[]) =>
      subtitleOf({ ...parts, ...Object.fromEntries(without.map((part) => [part, part === 'typing' ? '' : undefined])) })
    expect(line()).toEqual({ text: 'Connecting…', typing: false })
    expect(line('connecting')).toEqual({ text: 'typing…', typing: true })
    expect(line('connecting', 'typing')).toEqual({ text: 'online', typing: false })
    expect(line('connecting', 'typing', 'presence').text).toBe('@bob')
    expect(
      subtitleOf({ ...parts, connecting: undefined, typing: '', handle: undefined, about: '3 members' }).text,
    ).toBe('3 members')
  })
})
