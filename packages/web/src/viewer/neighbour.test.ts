import { expect, test } from 'bun:test'
import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol/ids'
import type { TimelineMessage } from '@parley/sdk/api'
import { viewedIn } from '../media/viewed-message'
import { neighbour } from './neighbour'

const about = { chatId: 'chat' as ChatId, senderId: 'alice' as UserId, at: 0, status: 'sent' } as const
const row = (seq: number, body: TimelineMessage['body']): TimelineMessage => ({
  ...about,
  id: `${seq}` as MessageId,
  seq,
  body,
})
const picture = (seq: number): TimelineMessage => {
  const what = { name: 'a.png', mime: 'image/webp', size: 1, width: 1, height: 1 }
  return row(seq, { type: 'image', mediaId: `${seq}` as MediaId, ...what })
}
const words = (seq: number): TimelineMessage => row(seq, { type: 'text', text: 'words' })
const album = (seq: number, letters: string): TimelineMessage => {
  const what = { kind: 'image', name: 'a.png', mime: 'image/webp', size: 1, width: 1, height: 1 } as const
  const items = [...letters].map((letter) => ({ ...what, mediaId: `${seq}${letter}` as MediaId }))
  return row(seq, { type: 'album', items, caption: 'all' })
}
const { seq: _, ...waiting } = picture(9)
const rows = [words(1), picture(2), picture(3), words(4), album(5, 'abc'), picture(6), waiting]
const all = rows.flatMap(viewedIn)

test.each([
  ['2', undefined, '3'],
  ['3', '2', '5a'],
  ['5a', '3', '5b'],
  ['5c', '5b', '6'],
  ['6', '5c', undefined],
])('the neighbours of the picture %p are %p and %p', (id, before, after) => {
  const from = all.find(({ body }) => body.mediaId === id)
  if (!from) throw new Error('unknown picture')
  expect(neighbour(rows, from, 'before')?.body.mediaId as string | undefined).toBe(before)
  expect(neighbour(rows, from, 'after')?.body.mediaId as string | undefined).toBe(after)
})

test('the neighbours of a picture outside the rows are the nearest ones', () => {
  const [gone] = viewedIn(picture(4))
  if (!gone) throw new Error('it is a picture')
  expect(neighbour(rows, gone, 'before')?.seq).toBe(3)
  expect(neighbour(rows, gone, 'after')?.body.mediaId as string | undefined).toBe('5a')
})

test('a picture of an album has its caption', () => {
  expect(viewedIn(album(7, 'x')).map(({ body }) => body.caption)).toEqual(['all'])
})
