import { expect, test } from 'bun:test'
import { contentsOf } from './contents-of'
import type { AlbumBody, FileBody, ImageBody, StoredBody, VideoBody, VoiceBody } from './rows'

const body = <B extends StoredBody>(rest: Partial<B>): B => rest as B

test('pictures, videos and albums are media; files and voice messages have their own lists', () => {
  expect(contentsOf(body<ImageBody>({ type: 'image' }))).toEqual(['media'])
  expect(contentsOf(body<VideoBody>({ type: 'video' }))).toEqual(['media'])
  expect(contentsOf(body<AlbumBody>({ type: 'album', items: [] }))).toEqual(['media'])
  expect(contentsOf(body<FileBody>({ type: 'file', mime: 'audio/mpeg' }))).toEqual(['files'])
  expect(contentsOf(body<VoiceBody>({ type: 'voice' }))).toEqual(['voice'])
})

test('a web address in a text or caption makes it a link as well', () => {
  expect(contentsOf({ type: 'text', text: 'see HTTPS://parley.test/a' })).toEqual(['links'])
  expect(contentsOf({ type: 'text', text: 'http is a protocol, parley.test a name' })).toEqual([])
  expect(contentsOf(body<ImageBody>({ type: 'image', caption: 'from http://parley.test' }))).toEqual(['media', 'links'])
  expect(contentsOf(body<FileBody>({ type: 'file', caption: 'no address' }))).toEqual(['files'])
})

test('a message without contents belongs to no list', () => {
  expect(contentsOf({ type: 'retracted' })).toEqual([])
  expect(contentsOf({ type: 'location', lat: 0, lng: 0, name: 'http://parley.test' })).toEqual([])
  expect(contentsOf({ type: 'poll' } as unknown as StoredBody)).toEqual([])
})
