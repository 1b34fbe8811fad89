import { expect, test } from 'bun:test'
import { linksIn } from '@parley/protocol/markdown/links-in'
import { shownAddress } from './shown-address'

const of = (text: string) => linksIn({ type: 'text', text })

test.each([
  ['see https://example.com/a and http://example.org.', ['https://example.com/a', 'http://example.org/']],
  ['> **https://example.com/quoted**', ['https://example.com/quoted']],
  ['- [page](https://example.com/list)\n- https://example.com/list', ['https://example.com/list']],
  ['`https://example.com/code`', ['https://example.com/code']],
  ['`https://example.com/code` https://example.com/link', ['https://example.com/link']],
  ['http://', []],
  ['[page](javascript:alert(1)) me@example.com', []],
  ['nothing', []],
])('%p links to %p', (text, links) => {
  expect(of(text)).toEqual(links)
})

test('captions have links, too', () => {
  const file = { mediaId: 'm' as never, name: 'a.pdf', mime: 'application/pdf', size: 1 }
  expect(linksIn({ type: 'file', ...file, caption: 'from https://example.com' })).toEqual(['https://example.com/'])
  expect(linksIn({ type: 'file', ...file })).toEqual([])
})

test('an address is shown without its common prefix', () => {
  expect(shownAddress('https://www.example.com/')).toBe('example.com')
  expect(shownAddress('HTTP://example.com/a/b?c=1')).toBe('example.com/a/b?c=1')
})
