import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import type { T } from '../i18n/catalog'
import { ranked } from '../lib/switcher-rank'
import { chatTargets } from './forward-targets'

const t = ((key: string) => key) as T
const entry = (name: string, more: Partial<ChatEntry> = {}) => {
  const id = name as ChatId
  return [id, { id, chat: { id, kind: 'group', name }, ...more } as ChatEntry] as const
}
const state = {
  chats: new Map([entry('Kites'), entry('Boats', { writeRefused: 'muted' }), entry('Kittens')]),
  order: ['Kites', 'Boats', 'Kittens'],
  users: new Map(),
} as unknown as ClientState

test('only chats with write access are forwarding targets', () => {
  const found = (query: string) =>
    ranked(chatTargets(state, t, new Map()), query, 0).map((target) =>
      target.kind === 'chat' ? String(target.chatId) : '',
    )
  expect(found('')).toEqual(['Kites', 'Kittens'])
  expect(found('kitt')).toEqual(['Kittens'])
  expect(found('boa')).toEqual([])
})
