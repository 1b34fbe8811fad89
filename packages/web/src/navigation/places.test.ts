import { expect, test } from 'bun:test'
import { type UserId, WORLD_CHAT_ID } from '@parley/protocol/ids'
import { paths, placeOf } from './places'

test('paths parse to the places that they were built from', () => {
  expect(placeOf(paths.list)).toEqual({ pane: 'list' })
  expect(placeOf(paths.chat(WORLD_CHAT_ID))).toEqual({ pane: 'chat', chatId: WORLD_CHAT_ID, details: false })
  expect(placeOf(paths.details(WORLD_CHAT_ID))).toEqual({ pane: 'chat', chatId: WORLD_CHAT_ID, details: true })
  const contents = { pane: 'chat', chatId: WORLD_CHAT_ID, details: true, contents: 'links' } as const
  expect(placeOf(paths.contents(WORLD_CHAT_ID, 'links'))).toEqual(contents)
  expect(placeOf(paths.message(WORLD_CHAT_ID, 137))).toEqual({
    pane: 'chat',
    chatId: WORLD_CHAT_ID,
    details: false,
    seq: 137,
  })
  expect(placeOf(paths.people)).toEqual({ pane: 'people' })
  const userId = '01890000-0000-7000-8000-00000000abcd' as UserId
  expect(placeOf(paths.person(userId))).toEqual({ pane: 'people', userId })
  expect(placeOf(paths.settings)).toEqual({ pane: 'settings' })
  expect(placeOf(paths.admin)).toEqual({ pane: 'admin' })
  expect(placeOf('/i/abc%2Fd')).toEqual({ pane: 'invite', code: 'abc/d' })
})

test.each([
  '/register',
  '/c/',
  '/c/not-an-id',
  `/c/${WORLD_CHAT_ID}/other`,
  `/c/${WORLD_CHAT_ID}/0`,
  `/c/${WORLD_CHAT_ID}/1e3`,
  `/c/${WORLD_CHAT_ID}/7/7`,
  '/settings/x',
  '/people/x',
  '/i',
  '/i/a/b',
  '/a/b/c/d',
])('%s leads nowhere', (path) => {
  expect(placeOf(path)).toEqual({ pane: 'elsewhere' })
})

test('a broken escape leads nowhere instead of failing', () => {
  expect(placeOf('/i/%E0%A4%A')).toEqual({ pane: 'elsewhere' })
})
