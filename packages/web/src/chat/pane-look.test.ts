import { describe, expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { alice, bob, entryOf, textOf } from '../testing/client-state'
import { chatAbout, subtitleOf } from './chat-subtitle'
import { hasBar, paneLook } from './pane-look'

const t = makeT({ ...en, ...enLater }, 'en')

describe('the look of a chat', () => {
  test('follows the kind of chat, unless the user chose one', () => {
    const layouts = (chosen: 'auto' | 'bubbles' | 'flat') =>
      (['direct', 'saved', 'group', 'channel', 'world'] as const).map((sort) => paneLook(chosen, sort).layout)
    expect(layouts('auto')).toEqual(['bubbles', 'bubbles', 'bubbles', 'flat', 'flat'])
    expect(new Set(layouts('bubbles'))).toEqual(new Set(['bubbles']))
    expect(new Set(layouts('flat'))).toEqual(new Set(['flat']))
  })

  test('shows senders, except in bubbles of direct chats and in saved messages', () => {
    const shows = (chosen: 'bubbles' | 'flat') =>
      (['direct', 'saved', 'group', 'world'] as const).map((sort) => paneLook(chosen, sort).showPeople)
    expect(shows('bubbles')).toEqual([false, false, true, true])
    expect(shows('flat')).toEqual([true, true, true, true])
  })

  test('has a bar for pins, for an announcement, and for members who approve join requests', () => {
    const bar = (chat: Partial<ChatEntry['chat']>, role?: 'owner' | 'admin' | 'member') =>
      hasBar(entryOf('g', chat, role && { role }))
    expect(bar({ announcement: 'At nine' })).toBe(true)
    expect(bar({ kind: 'direct', pinned: [{ id: 'm1' as MessageId, seq: 1 }] })).toBe(true)
    expect(bar({ joinPolicy: 'approval' }, 'owner')).toBe(true)
    expect(bar({ joinPolicy: 'approval' }, 'admin')).toBe(true)
    expect(bar({ joinPolicy: 'approval' }, 'member')).toBe(false)
    expect(bar({ joinPolicy: 'open' }, 'owner')).toBe(false)
    expect(bar({ kind: 'direct', announcement: 'At nine' })).toBe(false)
    expect(hasBar(undefined)).toBe(false)
  })
})

describe('the line below the name', () => {
  const about = (chat: Partial<ChatEntry['chat']>, more: Partial<ChatEntry> = {}, count?: number) =>
    chatAbout(entryOf('g', chat, more), { t, count, me: alice, bans: new Set() })

  test('shows the number of group members, and how many are online if known', () => {
    expect(about({}, { online: 2 })).toBe('')
    expect(about({}, {}, 3)).toBe('3 members')
    expect(about({}, { online: 2 }, 3)).toMatch(/3 members.*2 online/)
    expect(about({}, { writeRefused: 'not_a_member' }, 3)).toBe(t('youLeft'))
    const body = { type: 'system' as const, event: 'member_removed' as const, userIds: [alice] }
    expect(about({}, { writeRefused: 'not_a_member', last: { ...textOf(bob, ''), body } })).toBe(t('youWereRemoved'))
    const removed = entryOf('g', {}, { writeRefused: 'not_a_member', last: { ...textOf(bob, ''), body } })
    expect(chatAbout(removed, { t, count: 3, me: alice, bans: new Set([removed.id]) })).toBe(t('youAreBanned'))
    expect(about({}, { writeRefused: 'muted' }, 3)).toBe('3 members')
  })

  test('shows the number of members of a channel or the world chat, else its description', () => {
    expect(about({ kind: 'channel', about: 'Kites' })).toBe('Kites')
    expect(about({ kind: 'channel', about: 'Kites' }, { online: 2 })).toBe('2 online')
    expect(about({ kind: 'channel' }, { writeRefused: 'not_a_member', online: 2 })).toBe(t('channelLeft'))
    const world = (more: Partial<ChatEntry>) =>
      chatAbout(entryOf(WORLD_CHAT_ID, { kind: 'channel' }, more), { t, count: undefined, me: alice, bans: new Set() })
    expect([world({}), world({ online: 5 })]).toEqual([t('worldAbout'), '5 online'])
  })

  test("explains saved messages, and leaves direct chats to the other person's presence", () => {
    expect(about({ kind: 'direct', peerIds: [alice] })).toBe(t('savedAbout'))
    expect(about({ kind: 'direct', peerIds: [alice, bob] })).toBe('')
  })

  test('shows the connection first, then typing, then presence', () => {
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
