import { expect, test } from 'bun:test'
import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol/ids'
import type { TimelineMessage } from '@parley/sdk/api'
import { contentEntries } from './entries'

const row = (id: string, body: TimelineMessage['body']): TimelineMessage => ({
  ...{ id: id as MessageId, chatId: 'chat' as ChatId, senderId: 'alice' as UserId, at: 0, seq: 1, status: 'sent' },
  body,
})
const item = (id: string) => {
  const what = { name: 'a.png', mime: 'image/webp', size: 1, width: 1, height: 1 }
  return { kind: 'image', mediaId: id as MediaId, ...what } as const
}
const keys = (...given: Parameters<typeof contentEntries>) => contentEntries(...given).map(({ key }) => key)

test('an album has an entry for each of its items, the last one first', () => {
  expect(keys('media', [row('b', { type: 'album', items: [item('1'), item('2')] })])).toEqual(['b 2', 'b 1'])
})

test('a text has an entry for each address in it', () => {
  const text = 'https://example.com/1 https://example.com/2 https://example.com/1'
  expect(keys('links', [row('c', { type: 'text', text })])).toEqual([
    'c https://example.com/1',
    'c https://example.com/2',
  ])
})

test('a file has one entry', () => {
  const file = { mediaId: 'm' as MediaId, name: 'a.pdf', mime: 'application/pdf', size: 1 }
  expect(keys('files', [row('d', { type: 'file', ...file })])).toEqual(['d'])
})
