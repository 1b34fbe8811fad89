import { expect, test } from 'bun:test'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import { plainTree } from '@parley/protocol/markdown/tree'
import fc from 'fast-check'
import { hostilePayloads } from '../testing/hostile-payloads'
import * as formatted from './formatted'
import { isPlain } from './is-plain'
import { type Formatting, LazyMarkdown } from './lazy-markdown'

test('a text shows as written until the parser has loaded, and formatted afterwards', async () => {
  const { promise, resolve } = Promise.withResolvers<Formatting>()
  const markdown = new LazyMarkdown(() => promise)
  const [marked, plain] = [{ text: 'a *b*' }, { text: 'a b' }]
  const before = markdown.of(marked)
  expect(before).toEqual(plainTree('a *b*'))
  expect(markdown.of(marked)).toBe(before)
  expect(markdown.of(plain)).toEqual(plainTree('a b'))
  let told = 0
  markdown.once(() => told++)
  markdown.once(() => told++)()
  resolve(formatted)
  await promise
  expect(told).toBe(1)
  expect(markdown.of(marked)).toEqual(parseMarkdown('a *b*'))
  expect(markdown.of(marked)).toBe(markdown.of(marked))
  expect(markdown.of(plain)).toEqual(plainTree('a b'))
})

test('the parser loads once, for the first text that may have something to format', async () => {
  let loads = 0
  const markdown = new LazyMarkdown(async () => {
    loads++
    return formatted
  })
  markdown.of({ text: 'a b' })
  expect(loads).toBe(0)
  markdown.of({ text: 'a *b*' })
  markdown.of({ text: '*c*' })
  await markdown.ask()
  markdown.of({ text: '*d*' })
  expect(loads).toBe(1)
})

test('texts are ready once the parser has loaded, and plain texts at once', async () => {
  const { promise, resolve } = Promise.withResolvers<Formatting>()
  let loads = 0
  const markdown = new LazyMarkdown(() => {
    loads++
    return promise
  })
  await markdown.ready(['a b', 'c'])
  expect(loads).toBe(0)
  const ready = markdown.ready(['a b', '**c**']).then(() => markdown.isReady)
  expect(loads).toBe(1)
  resolve(formatted)
  expect(await ready).toBe(true)
})

test('texts that count as plain are left unchanged by the parser', () => {
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
