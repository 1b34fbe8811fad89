import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { type Looking, newsOf, reactionTo } from './news'
import type { NotifySettings } from './notify-settings'
import { sounds } from './sound'

const [alice, bob] = ['alice', 'bob'] as unknown as [UserId, UserId]
const chatId = 'chat' as ChatId
const row = (more: Partial<Message> = {}): Message => ({
  ...{ id: 'id' as MessageId, chatId, seq: 5, rev: 9, senderId: bob, at: 1, countable: true },
  body: { type: 'text', text: 'hi' },
  ...more,
})
const stateWith = (mutedUntil?: number, preferences?: object): ClientState =>
  ({
    me: { id: alice },
    chats: new Map([[chatId, { state: { readSeq: 4, mutedUntil } }]]),
    friends: new Map(),
    preferences,
  }) as unknown as ClientState
const settings: NotifySettings = { sound: 'drop', worldSound: false, desktop: true, texts: true }
const away: Looking = { here: false, openChat: undefined }

test('only new unread messages of others are news', () => {
  const head = 4
  const news = (...messages: Message[]) => newsOf(stateWith(), { chatId, from: 8, rev: 9, messages }, head)?.seq
  expect(news(row(), row({ seq: 6 }))).toBe(6)
  expect(news(row({ senderId: alice }))).toBeUndefined()
  expect(news(row({ seq: 4 }))).toBeUndefined()
  expect(news(row({ editedAt: 2 }))).toBeUndefined()
  expect(news(row({ countable: false }))).toBeUndefined()
  expect(newsOf(stateWith(), { chatId: 'other' as ChatId, from: 0, rev: 1, messages: [row()] }, 0)).toBeUndefined()
})

test('a restored message is no news, and neither is one that came before', () => {
  const news = (head: number, ...messages: Message[]) =>
    newsOf(stateWith(), { chatId, from: 8, rev: 9, messages }, head)?.seq
  expect(news(7, row({ seq: 6 }), row({ seq: 7 }))).toBeUndefined()
  expect(news(7, row({ seq: 6 }), row({ seq: 8 }))).toBe(8)
})

test('silent chats, the chat on screen and "do not disturb" make no noise', () => {
  const to = (state: ClientState, looking = away) => reactionTo(row(), { state, settings, looking, nowMs: 100 })
  expect(to(stateWith())).toEqual({ sound: true, desktop: true })
  expect(to(stateWith(), { here: true, openChat: chatId })).toEqual({ sound: false, desktop: false })
  expect(to(stateWith(), { here: true, openChat: undefined })).toEqual({ sound: true, desktop: false })
  const behind = { here: false, openChat: chatId }
  expect(to(stateWith(), behind), 'open in a window that nobody looks at').toEqual({ sound: true, desktop: true })
  expect(to(stateWith(101))).toEqual({ sound: false, desktop: false })
  expect(to(stateWith(99))).toEqual({ sound: true, desktop: true })
  expect(to(stateWith(undefined, { status: 'dnd' }))).toEqual({ sound: false, desktop: false })
  expect(to(stateWith(undefined, { status: 'dnd', until: 99 }))).toEqual({ sound: true, desktop: true })
})

test('mentions notify also in silent chats and the world chat, and mentions of everyone notify as other messages do', () => {
  const noise = { sound: true, desktop: true }
  const none = { sound: false, desktop: false }
  const to = (message: Message, state: ClientState) =>
    reactionTo(message, { state, settings, looking: away, nowMs: 100 })
  const naming = { mentions: [alice] }
  expect(to(row(naming), stateWith(101))).toEqual(noise)
  expect(to(row({ mentions: [bob] }), stateWith(101))).toEqual(none)
  expect(to(row({ mentionsAll: true }), stateWith(101))).toEqual(none)
  expect(to(row(naming), stateWith(101, { status: 'dnd' }))).toEqual(none)
  expect(to(row({ ...naming, chatId: WORLD_CHAT_ID as ChatId }), stateWith())).toEqual(noise)
  const archived = { ...stateWith(), chats: new Map([[chatId, { state: { mutedUntil: 101, archivedAt: 1 } }]]) }
  expect(to(row(naming), archived as unknown as ClientState)).toEqual(none)
  const blocking = { ...stateWith(101), friends: new Map([[bob, { blockedAt: 1 }]]) }
  expect(to(row(naming), blocking as unknown as ClientState)).toEqual(none)
  const many = [row(naming), row({ seq: 6 })]
  expect(newsOf(stateWith(), { chatId, from: 8, rev: 10, messages: many }, 4)?.seq).toBe(5)
})

test('the world chat is silent unless its sound is on', () => {
  const world = row({ chatId: WORLD_CHAT_ID as ChatId })
  const to = (worldSound: boolean) =>
    reactionTo(world, { state: stateWith(), settings: { ...settings, worldSound }, looking: away, nowMs: 100 })
  expect([to(false), to(true)]).toEqual([
    { sound: false, desktop: false },
    { sound: true, desktop: false },
  ])
})

test('no sound lasts longer than 300 ms', () => {
  for (const tones of Object.values(sounds))
    for (const { atMs, lastsMs } of tones) expect(atMs + lastsMs).toBeLessThanOrEqual(300)
})
