import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { type JoinTarget, joinTarget } from './join-target'

const origin = 'https://chat.example'
const chatId = '01a21b12-0783-7068-9da6-24d0f0a3e41c' as ChatId
const chat: JoinTarget = { pane: 'chat', chatId, details: false }

test('what is pasted leads where its address does: an invite, a chat, a message, an id', () => {
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
  for (const [text, place] of led) expect([text, joinTarget(text, origin)]).toEqual([text, place])
})

test('what is no way in leads nowhere: words, names, other servers, other pages', () => {
  const texts = ['', 'picnic', '@alice', 'https://other.example/i/abc', 'https://chat.example.evil/i/abc', '/settings']
  for (const text of [
    ...texts,
    'https://chat.example',
    '/i/',
    `/c/${chatId}x`,
    'javascript:alert(1)//chat.example/i/a',
  ])
    expect([text, joinTarget(text, origin)]).toEqual([text, undefined])
})
