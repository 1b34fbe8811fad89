import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { activePlace } from '../navigation/active-place'
import { fittedListWidth, keyboardInsetPx, rememberedListWidth } from './measures'
import { windowTitle } from './window-title'

test('the list has the chosen width, within its limits and in whole pixels', () => {
  expect([100, 264, 300.4, 420, 999].map(fittedListWidth)).toEqual([264, 264, 300, 420, 420])
  expect(['350', '9', undefined, 'wide', '0', ''].map(rememberedListWidth)).toEqual([350, 264, 320, 320, 320, 320])
})

test('an on-screen keyboard covers what the visual viewport lacks, except for browser bars and zooming', () => {
  const inset = (height: number, more: object = {}) => keyboardInsetPx({ scale: 1, height, offsetTop: 0, ...more }, 800)
  expect([800, 740, 739.5, 500].map((height) => inset(height))).toEqual([0, 0, 61, 300])
  expect(inset(500, { offsetTop: 100 })).toBe(200)
  expect(inset(500, { scale: 1.5 })).toBe(0)
})

test('the title shows the unread count before the name', () => {
  expect([0, 3, 100].map((unread) => windowTitle(unread, 'Bob'))).toEqual(['Bob', '(3) Bob', '(99+) Bob'])
})

test('the rail marks the current place, which is the chat list for every chat', () => {
  const chatId = 'hike' as ChatId
  expect(activePlace({ pane: 'chat', chatId, details: true })).toBe('chats')
  expect(activePlace({ pane: 'list' })).toBe('chats')
  expect(activePlace({ pane: 'people', userId: 'bob' as UserId })).toBe('people')
  expect(activePlace({ pane: 'settings' })).toBe('settings')
  expect(activePlace({ pane: 'admin' })).toBe('admin')
  expect(activePlace({ pane: 'invite', code: 'x' })).toBeUndefined()
})
