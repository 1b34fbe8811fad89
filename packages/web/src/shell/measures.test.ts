import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { activePlace } from './active-place'
import { fittedListWidth, keyboardInsetPx, rememberedListWidth } from './measures'
import { windowTitle } from './window-words'

test('the list is as wide as was chosen, within its limits and in whole pixels', () => {
  expect([100, 264, 300.4, 420, 999].map(fittedListWidth)).toEqual([264, 264, 300, 420, 420])
  expect(['350', '9', undefined, 'wide', '0', ''].map(rememberedListWidth)).toEqual([350, 264, 320, 320, 320, 320])
})

test('a keyboard covers what the visual viewport lacks; bars of the browser and zooming do not count', () => {
  const inset = (height: number, more: object = {}) => keyboardInsetPx({ scale: 1, height, offsetTop: 0, ...more }, 800)
  expect([800, 740, 739.5, 500].map((height) => inset(height))).toEqual([0, 0, 61, 300])
  expect(inset(500, { offsetTop: 100 })).toBe(200)
  expect(inset(500, { scale: 1.5 })).toBe(0)
})

test('the title counts what is unread before the name', () => {
  expect([0, 3, 100].map((unread) => windowTitle(unread, 'Bob'))).toEqual(['Bob', '(3) Bob', '(99+) Bob'])
})

test('the rail marks the place on screen: saved messages and the world are not among the chats', () => {
  const [saved, other] = ['saved' as ChatId, 'hike' as ChatId]
  const chat = (chatId: ChatId) => activePlace({ pane: 'chat', chatId, details: false }, saved)
  expect([chat(WORLD_CHAT_ID), chat(saved), chat(other)]).toEqual(['world', 'saved', 'chats'])
  expect(activePlace({ pane: 'list' }, saved)).toBe('chats')
  expect(activePlace({ pane: 'people', userId: 'bob' as UserId }, saved)).toBe('people')
  expect(activePlace({ pane: 'settings' }, saved)).toBe('settings')
  expect(activePlace({ pane: 'invite', code: 'x' }, saved)).toBeUndefined()
  expect(activePlace({ pane: 'chat', chatId: other, details: false }, undefined)).toBe('chats')
})
