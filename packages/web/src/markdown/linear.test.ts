import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import type { Meter } from '@parley/protocol/markdown/meter'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import fc from 'fast-check'
import { hostilePayloads } from '../testing/hostile-payloads'

/**
 * The allowed reads per character. Each open address is read to its eighth nested parenthesis, each host to its 253rd
 * character, and a few passes read each paragraph. The worst text of a long search takes 73 reads.
 */
const mostReads = 96

const readsOf = (text: string): number => {
  const meter: Meter = { reads: 0 }
  parseMarkdown(text, meter)
  return meter.reads
}
const isLinear = (text: string): boolean => readsOf(text) <= mostReads * (text.length + 1)
const fill = (unit: string, length: number = limits.textMaxChars): string =>
  unit.repeat(Math.ceil(length / unit.length)).slice(0, length)

const signs = [...'!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~ \n\t']
const pairs = signs.flatMap((one) => [...signs, 'a'].map((other) => one + other))
const units = [
  ...['[![![', '**_**_', 'http://', 'www.', 'www.a', 'http://http://', '> > >', '> - ', '- a\n', '  - a\n', '1. a\n'],
  ...['[a](', '[a](b', '[a](<b', '[a](b "', "[a](b '", '[a](b (', '[]()', '![a](b)', '`a``', '`a``b```'],
  ...['*a **b ', 'a* b** ', '***a', 'a***', '*a_b~c', '~~a', 'a@b.', '<a@b', '<a:b', '&amp;', '```\n', '~~~\n> '],
  ...[
    '\\*',
    '\\`',
    '\\*a',
    'www.a中',
    'http://a中a.',
    '中**',
    '*a中',
    '[a.b](https://c.d)',
    '](https://c.d)',
    '[a.',
    '__a',
    '~~a~~中',
  ],
  ...['😀*', '。**', '- [ ] ', '](', 'https://a.b/(', '10. ', '```a`\n', '\\`', 'a_'],
]

test('every mark, and marks in pairs, are parsed in time linear in the length of the text', () => {
  expect([...signs, ...units].filter((unit) => !isLinear(fill(unit)))).toEqual([])
  expect(pairs.filter((pair) => !isLinear(fill(pair, 2_000)))).toEqual([])
})

test('a text four times as long takes at most four times as many reads', () => {
  // Text of more than 400 lines isn't formatted at all, so its reads prove nothing.
  const inLine = [...signs, ...units].filter((unit) => !unit.includes('\n'))
  const reads = (unit: string) => [readsOf(fill(unit, 2_000)), readsOf(fill(unit, 8_000))] as const
  const rising = inLine.filter((unit) => {
    const [short, long] = reads(unit)
    return long > 4.2 * short
  })
  expect(rising).toEqual([])
})

test('a text that opens at its beginning what it closes at its end is parsed in linear time', () => {
  const halves = [
    ...[
      ['*a ', ' b*'],
      ['_a ', ' b_'],
      ['**a ', ' *b'],
      ['[', '](a)'],
    ],
    ...[
      ['(', ')'],
      ['<', '>'],
      ['`', '``'],
      ['[a](', ')'],
      ['[a](b\\*!', '!'],
      ['http://a', ')'],
    ],
  ].map(([open = '', close = '']) => fill(open, 4_000) + fill(close, 4_000))
  expect(halves.filter((text) => !isLinear(text))).toEqual([])
})

test('hosts that are too long to exist are parsed in linear time, and are text', () => {
  const long = ['www.', 'www.中.', 'http://a.', 'a@b.'].flatMap((open) =>
    ['中', '中 ', 'a', '-', 'а'].map((close) => [open, close] as const),
  )
  const texts = long.map(([open, close]) => fill(open, 4_000) + fill(close, 4_000))
  expect(texts.filter((text) => !isLinear(text))).toEqual([])
  expect(parseMarkdown(`www.${'a.'.repeat(124)}a`)).toMatchObject([{ children: [{ kind: 'link' }] }])
  expect(parseMarkdown(`www.${'a.'.repeat(125)}a`)).toMatchObject([{ children: [{ kind: 'text' }] }])
})

test('random punctuation is parsed in time linear in its length', () => {
  const piece = fc.constantFrom(...signs, ...units, 'a', ' b ', '中', ')')
  const unit = fc.array(piece, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
  fc.assert(
    fc.property(unit, unit, (first, second) => isLinear(fill(first, 4_000) + fill(second, 4_000))),
    { numRuns: 200 },
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 2_000, size: 'max' }), (parts) => isLinear(parts.join(''))),
    { numRuns: 100 },
  )
})

test('hostile texts are parsed in time linear in their length', () => {
  expect(hostilePayloads.filter((text) => !isLinear(text))).toEqual([])
})
