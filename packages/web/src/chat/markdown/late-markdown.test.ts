import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { hostilePayloads } from './hostile-payloads'
import { isPlain } from './is-plain'
import { LateMarkdown, type Parse } from './late-markdown'
import { parseMarkdown } from './parse'
import { plainTree } from './tree'

test('a text is shown as it was written until the parser is there, and formatted then', async () => {
  const { promise, resolve } = Promise.withResolvers<Parse>()
  const markdown = new LateMarkdown(promise)
  const [marked, plain] = [{ text: 'a *b*' }, { text: 'a b' }]
  const before = markdown.of(marked)
  expect(before).toEqual(plainTree('a *b*'))
  expect(markdown.of(marked)).toBe(before)
  expect(markdown.of(plain)).toEqual(plainTree('a b'))
  let told = 0
  markdown.once(() => told++)
  markdown.once(() => told++)()
  resolve(parseMarkdown)
  await promise
  expect(told).toBe(1)
  expect(markdown.of(marked)).toEqual(parseMarkdown('a *b*'))
  expect(markdown.of(marked)).toBe(markdown.of(marked))
  expect(markdown.of(plain)).toEqual(plainTree('a b'))
})

test('what counts as plain is what the parser leaves alone', () => {
  const pieces = [
    ...'*_~`#>-+=|&;:.!()[]{}<@1a 字',
    'www',
    'http:',
    '//',
    '&amp;',
    'a.com',
    '10. ',
    '—',
    '😀',
    '\u00a0',
    '\u200b',
  ]
  const texts = fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 })
    .map((parts) => parts.join(''))
  let plain = 0
  fc.assert(
    fc.property(texts, (text) => {
      if (text === '' || !isPlain(text)) return
      plain++
      expect(parseMarkdown(text)).toEqual(plainTree(text))
    }),
    { numRuns: 20_000 },
  )
  expect(plain).toBeGreaterThan(1_000)
  for (const payload of hostilePayloads)
    if (isPlain(payload)) expect(parseMarkdown(payload)).toEqual(plainTree(payload))
})
