import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId } from '@parley/protocol'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { words as enLater } from '../i18n/words/en-later'
import { alice, bob, entryOf, stateOf } from '../testing/client-state'
import { noticeText } from './notice-text'
import { notifyIn } from './notify-settings'

const t = makeT({ ...en, ...enLater }, 'en')
const state = stateOf([entryOf('d', { kind: 'direct', peerIds: [alice, bob] }), entryOf('g', { name: 'Hike' })])
const message = (chatId: string) =>
  ({
    id: 'm' as MessageId,
    chatId: chatId as ChatId,
    senderId: bob,
    seq: 1,
    at: 0,
    body: { type: 'text', text: 'hi' },
  }) as Message
const words = (chatId: string, texts = true) => noticeText(state, message(chatId), { t, texts })

test('a notification shows the chat, and in groups and channels also the sender', () => {
  expect(words('d')).toEqual({ title: 'Bob', body: 'hi' })
  expect(words('g')).toEqual({ title: 'Hike', body: 'Bob: hi' })
  expect(words('gone')).toEqual({ title: t('appName'), body: 'hi' })
})

test("it doesn't show the text if that is switched off", () => {
  for (const chatId of ['d', 'g']) expect(words(chatId, false).body).toBe(t('newMessage'))
})

test('stored settings apply, with defaults for missing ones and unknown sounds', () => {
  const usual = { sound: 'drop', worldSound: false, desktop: false, texts: true } as const
  expect(notifyIn(undefined)).toEqual(usual)
  expect(notifyIn('{"sound":"bell","desktop":true}')).toEqual({ ...usual, sound: 'bell', desktop: true })
  expect(notifyIn('{"sound":"gong"}')).toEqual(usual)
  expect(notifyIn('{')).toEqual(usual)
})
