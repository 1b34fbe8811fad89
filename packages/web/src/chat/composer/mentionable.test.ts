import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry } from '@parley/sdk/api'
import { alice, bob, carol, dave, entryOf, memberOf, stateOf, userOf } from '../../testing/client-state'
import { mentionsOf, rememberMentionable } from './mentionable'

const chatId = 'chat' as ChatId
const members: ChatEntry['members'] = new Map(
  [memberOf(alice), memberOf(bob), memberOf(carol, { leftSeq: 7 })].map((member) => [member.userId, member]),
)
const group = entryOf(chatId, {}, { members })
const named = (entry: ChatEntry, text: string, was?: Parameters<typeof mentionsOf>[1]['was']) =>
  mentionsOf(stateOf([entry]), { chatId: entry.id, text, was })

test('a message in a group mentions its present members, each once, and not its author', () => {
  expect(named(group, '@bob, @alice, @carol and @dave: ask @bob')).toEqual({ mentions: [bob] })
  expect(named(group, 'ask bob or write to me@bob')).toEqual({})
})

test('an edit keeps the mentions that the message has, of former members and of everyone too', () => {
  expect(named(group, '@carol and @dave', { mentions: [carol] })).toEqual({ mentions: [carol] })
  expect(named(group, '@all', { mentionsAll: true })).toEqual({ mentionsAll: true })
  expect(named(group, 'nobody', { mentions: [carol], mentionsAll: true })).toEqual({})
})

test('only moderators mention everyone', () => {
  for (const word of ['@all', '@所有人']) {
    expect(named(group, word)).toEqual({})
    expect(named({ ...group, moderates: true }, word)).toEqual({ mentionsAll: true })
  }
})

test('a message in a channel mentions anyone whom the client knows, or whom the server suggested there', () => {
  const channel = entryOf('channel', { kind: 'channel' })
  const erin = 'erin' as UserId
  expect(named(channel, '@dave and @erin')).toEqual({ mentions: [dave] })
  rememberMentionable(channel.id, [userOf(erin)])
  expect(named(channel, '@dave and @erin')).toEqual({ mentions: [dave, erin] })
  expect(named(entryOf('other', { kind: 'channel' }), '@dave and @erin')).toEqual({ mentions: [dave] })
})

test('a direct chat has no mentions, and neither does an unknown one', () => {
  const direct = entryOf('direct', { kind: 'direct', peerIds: [alice, bob] }, { members })
  expect(named(direct, '@bob')).toEqual({})
  expect(mentionsOf(stateOf([]), { chatId, text: '@bob' })).toEqual({})
})

test('a message mentions no more people than the server allows', () => {
  const many = Array.from({ length: limits.mentionsMax + 1 }, (_, at) => userOf(`person${at}` as UserId))
  rememberMentionable('crowd' as ChatId, many)
  const text = many.map(({ username }) => `@${username}`).join(' ')
  const { mentions } = named(entryOf('crowd', { kind: 'channel' }), text)
  expect(mentions).toEqual(many.slice(0, limits.mentionsMax).map(({ id }) => id))
})
