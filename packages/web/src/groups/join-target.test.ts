import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { type JoinTarget, joinTarget } from './join-target'

const origin = 'https://chat.example'
const chatId = '01a21b12-0783-7068-9da6-24d0f0a3e41c' as ChatId
const chat: JoinTarget = { pane: 'chat', chatId, details: false }

test('a pasted address leads to its target: an invite, a chat, a message or an id', () => {
  const led: (readonly [string, JoinTarget])[] = [
    [`${origin}/i/bjATtJiQC72U5zUa`, { pane: 'invite', code: 'bjATtJiQC72U5zUa' }],
    ['  HTTPS://Chat.Example/i/bjATtJiQC72U5zUa\n', { pane: 'invite', code: 'bjATtJiQC72U5zUa' }],
    ['chat.example/i/a_b-c?x=1#y', { pane: 'invite', code: 'a_b-c' }],
    ['/i/abc', { pane: 'invite', code: 'abc' }],
    [`${origin}/c/${chatId}`, chat],
    [`${origin}/c/${chatId}/12`, { ...chat, seq: 12 }],
    [chatId, chat],
    [` ${chatId.toUpperCase()} `, chat],
  ]
  for (const [text, place] of led) expect([text, joinTarget(text, [origin])]).toEqual([text, place])
})

test('other input leads nowhere: text, names, other servers, other pages', () => {
  const texts = ['', 'picnic', '@alice', 'https://other.example/i/abc', 'https://chat.example.evil/i/abc', '/settings']
  for (const text of [
    ...texts,
    'https://chat.example',
    '/i/',
    `/c/${chatId}x`,
    'javascript:alert(1)//chat.example/i/a',
  ])
    expect([text, joinTarget(text, [origin])]).toEqual([text, undefined])
})

test('a link leads to its target under every address of the server', () => {
  const origins = ['http://localhost:8080', 'http://192.168.1.5:8080']
  const invite: JoinTarget = { pane: 'invite', code: 'abc' }
  for (const text of ['http://localhost:8080/i/abc', 'http://192.168.1.5:8080/i/abc', '192.168.1.5:8080/i/abc'])
    expect([text, joinTarget(text, origins)]).toEqual([text, invite])
  expect(joinTarget('http://192.168.1.6:8080/i/abc', origins)).toBeUndefined()
})
