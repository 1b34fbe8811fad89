import { expect, test } from 'bun:test'
import { containerOf, soundMime } from './containers'

const text = (latin1: string) => Buffer.from(latin1, 'latin1')
const ftyp = (brand: string) => text(`\0\0\0\x18ftyp${brand}\0\0\0\0`)

test('containers are known by their first bytes', () => {
  const cases = [
    [ftyp('isom'), 'video/mp4', 'film'],
    [ftyp('qt  '), 'video/quicktime', 'film'],
    [ftyp('M4A '), 'audio/mp4', 'sound'],
    [text('\x1a\x45\xdf\xa3\x93\x42\x82\x84webm'), 'video/webm', 'film'],
    [text('\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska'), 'video/x-matroska', 'film'],
    [text('OggS\0\x02'), 'audio/ogg', 'sound'],
    [text('RIFF\x24\0\0\0WAVEfmt '), 'audio/wav', 'sound'],
    [text('fLaC\0\0\0\x22'), 'audio/flac', 'sound'],
    [text('ID3\x04\0'), 'audio/mpeg', 'sound'],
    [text('\xff\xfb\x90\x64'), 'audio/mpeg', 'sound'],
    [text('\xff\xf1\x50\x80'), 'audio/aac', 'sound'],
  ] as const
  for (const [head, mime, holds] of cases) expect(containerOf(head)).toEqual({ mime, holds })
})

test('other files are no container, however short they are', () => {
  const others = [
    '',
    '\0',
    'fty',
    'RIFF\x24\0\0\0WEBPVP8 ',
    '\xff\xd8\xff\xe0',
    '\x89PNG\r\n',
    '<html>',
    '\xff\xfe',
    'ftypisom',
  ]
  for (const head of others) expect(containerOf(text(head))).toBeUndefined()
})

test('sound that stands alone in a container of films is played as sound', () => {
  expect(soundMime({ mime: 'video/webm', holds: 'film' })).toBe('audio/webm')
  expect(soundMime({ mime: 'video/mp4', holds: 'film' })).toBe('audio/mp4')
  expect(soundMime({ mime: 'audio/ogg', holds: 'sound' })).toBe('audio/ogg')
  expect(soundMime({ mime: 'video/quicktime', holds: 'film' })).toBeUndefined()
})
