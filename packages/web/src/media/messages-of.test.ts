import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import type { NewMedia } from '@parley/sdk/api'
import { messagesOf, type Outgoing } from './messages-of'

const picture = (name: string): Outgoing => ({
  file: { type: 'file', name, bytes: new Blob([name]) },
  visual: { type: 'image', name, bytes: new Blob([name]), width: 1, height: 1 },
})
const file = (name: string): Outgoing => ({ file: { type: 'file', name, bytes: new Blob([name]) } })
const pictures = (count: number) => Array.from({ length: count }, (_, at) => picture(`${at + 1}`))
const albums = { asFiles: false, asAlbum: true }
const briefly = (media: readonly NewMedia[]) =>
  media.map((one) => {
    const what = one.type === 'album' ? `album ${one.items.length}` : `${one.type} ${one.name}`
    return 'caption' in one && one.caption !== undefined ? `${what}: ${one.caption}` : what
  })
const sent = (...all: Parameters<typeof messagesOf>) => briefly(messagesOf(...all).media)

test('pictures go together with the text as caption, and files follow', () => {
  expect(sent([picture('a'), file('b'), picture('c')], 'look', albums)).toEqual(['album 2: look', 'file b'])
  expect(sent(pictures(1), 'look', albums)).toEqual(['image 1: look'])
  expect(sent([file('a'), file('b')], 'look', albums)).toEqual(['file a', 'file b: look'])
  for (const nothing of ['', ' \n', '\u200b\u2800'])
    expect(messagesOf([file('a')], nothing, albums)).toMatchObject({ media: [{ name: 'a' }], after: undefined })
})

test('too many pictures for an album become several, and a single one is no album', () => {
  expect(sent(pictures(21), 'look', albums)).toEqual(['album 10: look', 'album 10', 'image 21'])
})

test('pictures sent separately are messages of their own, with the text under the last', () => {
  expect(sent([...pictures(2), file('c')], 'look', { ...albums, asAlbum: false })).toEqual([
    ...['image 1', 'image 2: look', 'file c'],
  ])
})

test('[M7] as files, pictures go unchanged', () => {
  expect(sent([picture('a'), file('b')], '', { ...albums, asFiles: true })).toEqual(['file a', 'file b'])
})

test('a caption may have as many characters as the server allows, and an emoji is one', () => {
  for (const one of ['字', '😀']) {
    const longest = one.repeat(limits.captionMaxChars)
    expect(messagesOf(pictures(2), longest, albums)).toMatchObject({ captioned: 0, after: undefined })
  }
})

test('a text that is too long for a caption is sent afterwards', () => {
  const long = '字'.repeat(limits.captionMaxChars + 1)
  expect(messagesOf(pictures(2), long, albums)).toMatchObject({ captioned: undefined, after: long })
  expect(messagesOf(pictures(2), '', albums).after).toBeUndefined()
})
