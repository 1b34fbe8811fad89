import { expect, test } from 'bun:test'
import { mediaHeaders } from './media-headers'

const shown = (type: string) => {
  const headers = mediaHeaders({ type })
  return [headers['content-type'], headers['content-disposition']]
}

test('pictures, films and sounds are shown, with any parameters of their type', () => {
  expect(shown('image/webp')).toEqual(['image/webp', 'inline'])
  expect(shown('Video/MP4')).toEqual(['video/mp4', 'inline'])
  expect(shown('audio/webm;codecs=opus')).toEqual(['audio/webm', 'inline'])
})

test('every other type is saved, and no page can load it as a script', () => {
  for (const type of [
    ...['text/html', 'image/svg+xml', 'application/xhtml+xml', 'text/xml', 'application/pdf', 'text/javascript'],
    ...['', 'image', 'image/', 'image/png, text/html', 'video/mp4\r\nset-cookie: a=b', 'x'.repeat(1_000)],
  ])
    expect([type, shown(type)]).toEqual([type, ['application/octet-stream', 'attachment']])
  expect(mediaHeaders({ type: 'text/html' })['x-content-type-options']).toBe('nosniff')
})

test('a name is sent in its own form and for old programs, and adds nothing to the header', () => {
  const disposition = (name: string) => mediaHeaders({ type: 'text/plain', name })['content-disposition']
  expect(disposition('notes (1).txt')).toBe(
    `attachment; filename="notes (1).txt"; filename*=UTF-8''notes%20%281%29.txt`,
  )
  expect(disposition('报告.pdf')).toBe(`attachment; filename="__.pdf"; filename*=UTF-8''%E6%8A%A5%E5%91%8A.pdf`)
  expect(disposition('a";\r\nx: y\\\'*.txt')).toBe(
    `attachment; filename="a____x_ y___.txt"; filename*=UTF-8''a%22%3B%0D%0Ax%3A%20y%5C%27%2A.txt`,
  )
  expect(disposition('\u200eevil\u200ffdp\u061c\u200b.exe')).toBe(
    `attachment; filename="evilfdp.exe"; filename*=UTF-8''evilfdp.exe`,
  )
  expect(disposition('\ud800.txt')).toBe(`attachment; filename="_.txt"; filename*=UTF-8''%EF%BF%BD.txt`)
  expect(mediaHeaders({ type: 'image/png', name: 'cat.png' })['content-disposition']).toBe(
    `inline; filename="cat.png"; filename*=UTF-8''cat.png`,
  )
})
