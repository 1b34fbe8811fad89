import { describe, expect, test } from 'bun:test'
import { hostilePayloads } from './hostile-payloads'
import { parseMarkdown } from './parse'
import type { Block, Inline } from './tree'

const paragraph = (...children: Inline[]): Block => ({ kind: 'paragraph', children })
const text = (value: string): Inline => ({ kind: 'text', text: value })

const linksOf = (nodes: readonly (Block | Inline)[]): string[] =>
  nodes.flatMap((node) => {
    if (node.kind === 'link') return [node.href]
    if (node.kind === 'list') return node.items.flatMap(linksOf)
    return 'children' in node ? linksOf(node.children) : []
  })

const textOf = (nodes: readonly (Block | Inline)[]): string =>
  nodes
    .map((node) => {
      if (node.kind === 'list') return node.items.map(textOf).join('')
      if ('text' in node) return node.text
      return 'children' in node ? textOf(node.children) : ''
    })
    .join('')

describe('the markdown subset', () => {
  test('marks strong, emphasis, strike and code', () => {
    expect(parseMarkdown('**a** *b* ~~c~~ `d*`')).toEqual([
      paragraph(
        { kind: 'strong', children: [text('a')] },
        text(' '),
        { kind: 'em', children: [text('b')] },
        text(' '),
        { kind: 'del', children: [text('c')] },
        text(' '),
        { kind: 'code', text: 'd*' },
      ),
    ])
  })

  test('keeps every line break, and one gap for empty lines', () => {
    expect(parseMarkdown('a\nb\n\n\n\nc')).toEqual([
      paragraph(text('a'), { kind: 'break' }, text('b')),
      { kind: 'gap' },
      paragraph(text('c')),
    ])
  })

  test('leaves html, headings, tables, definitions and indented text as written', () => {
    for (const source of ['# a', 'a\n===', '<b>a</b>', '|a|b|\n|-|-|\n|1|2|', '[a]: b', '    four', 'a\n---']) {
      const [first, ...rest] = parseMarkdown(source)
      expect(rest).toEqual([])
      expect(first?.kind).toBe('paragraph')
      expect(textOf(first ? [first] : [])).toBe(source.replaceAll('\n', ''))
    }
  })

  test('shows code blocks, quotes and lists', () => {
    expect(parseMarkdown('```ts\nx < y\n```')).toEqual([{ kind: 'code', text: 'x < y', language: 'ts' }])
    expect(parseMarkdown('> a\n> b')).toEqual([
      { kind: 'quote', children: [paragraph(text('a'), { kind: 'break' }, text('b'))] },
    ])
    expect(parseMarkdown('3. a\n4. b')).toEqual([
      { kind: 'list', start: 3, items: [[paragraph(text('a'))], [paragraph(text('b'))]] },
    ])
  })

  test('leaves faces and lone markers alone', () => {
    for (const source of ['>:(', '-', '1.', '+', '*', '>']) expect(textOf(parseMarkdown(source))).toBe(source)
  })

  test('links bare addresses and stops before Chinese punctuation', () => {
    expect(linksOf(parseMarkdown('看 https://a.test/b?c=1&d=2，你好'))).toEqual(['https://a.test/b?c=1&d=2'])
    expect(linksOf(parseMarkdown('www.a.test and bob@a.test'))).toEqual(['http://www.a.test/', 'mailto:bob@a.test'])
  })

  test('shows the true address where the label names another host', () => {
    expect(textOf(parseMarkdown('[bank.test](https://evil.test/x)'))).toBe('https://evil.test/x')
    expect(textOf(parseMarkdown('[my page](https://evil.test/x)'))).toBe('my page')
    expect(textOf(parseMarkdown('[www.a.test](https://a.test/x)'))).toBe('www.a.test')
    expect(textOf(parseMarkdown('[https://bank.test:x](https://evil.test/x)'))).toBe('https://evil.test/x')
  })
})

describe('blocks and marks in detail', () => {
  test('ends a code block only at its own fence, and does not format it', () => {
    expect(parseMarkdown('~~~\n```\n*a*\n~~~\n*b*')).toEqual([
      { kind: 'code', text: '```\n*a*' },
      paragraph({ kind: 'em', children: [text('b')] }),
    ])
    expect(parseMarkdown('````\n```\na\n````')).toEqual([{ kind: 'code', text: '```\na' }])
    expect(textOf(parseMarkdown('```a`b'))).toBe('```a`b')
  })

  test('lets a quote go on over lines of its paragraph, and not behind an empty line or a code block', () => {
    expect(parseMarkdown('> a\nb\n\nc')).toEqual([
      { kind: 'quote', children: [paragraph(text('a'), { kind: 'break' }, text('b'))] },
      { kind: 'gap' },
      paragraph(text('c')),
    ])
    expect(parseMarkdown('> ```\n> a\nb')).toEqual([
      { kind: 'quote', children: [{ kind: 'code', text: 'a' }] },
      paragraph(text('b')),
    ])
  })

  test('nests lists by their indent, and shows checkboxes', () => {
    expect(parseMarkdown('- a\n  - b\n- [x] c\n+ d')).toEqual([
      {
        kind: 'list',
        items: [
          [paragraph(text('a')), { kind: 'list', items: [[paragraph(text('b'))]] }],
          [paragraph(text('☑ '), text('c'))],
        ],
      },
      { kind: 'list', items: [[paragraph(text('d'))]] },
    ])
  })

  test('starts no list at a year in the middle of a text', () => {
    expect(parseMarkdown('born in\n1986. That was')).toEqual([
      paragraph(text('born in'), { kind: 'break' }, text('1986. That was')),
    ])
  })

  test('takes signs behind a backslash as they are, but not within code', () => {
    expect(parseMarkdown('\\*a\\* \\`b `c\\`')).toEqual([paragraph(text('*a* `b '), { kind: 'code', text: 'c\\' })])
  })

  test('pairs runs of stars and underscores as CommonMark does', () => {
    expect(parseMarkdown('***a** b*')).toEqual([
      paragraph({ kind: 'em', children: [{ kind: 'strong', children: [text('a')] }, text(' b')] }),
    ])
    expect(parseMarkdown('snake_case_name _a_')).toEqual([
      paragraph(text('snake_case_name '), { kind: 'em', children: [text('a')] }),
    ])
    expect(textOf(parseMarkdown('2 * 3 * 4 ~ 5 ~~~ 6'))).toBe('2 * 3 * 4 ~ 5 ~~~ 6')
  })

  test('leaves the punctuation of a sentence out of an address, and closes no mark within one', () => {
    expect(linksOf(parseMarkdown('(see https://a.test/b_(c)_d). Or www.a.test!'))).toEqual([
      'https://a.test/b_(c)_d',
      'http://www.a.test/',
    ])
    expect(parseMarkdown('**https://a.test**')).toEqual([
      paragraph({
        kind: 'strong',
        children: [{ kind: 'link', href: 'https://a.test/', children: [text('https://a.test')] }],
      }),
    ])
    expect(linksOf(parseMarkdown('awww.sweet www. http:// a@b <https://a.test/x> <me@a.test>'))).toEqual([
      'https://a.test/x',
      'mailto:me@a.test',
    ])
  })

  test('links labels with a target, titles and escapes; pictures and labels within labels stay text', () => {
    expect(linksOf(parseMarkdown('[a](<https://a.test/b c> "t") [b](https://b.test/\\)x)'))).toEqual([
      'https://a.test/b%20c',
      'https://b.test/)x',
    ])
    expect(textOf(parseMarkdown('![a](https://a.test/p.png)'))).toBe('![a](https://a.test/p.png)')
    expect(linksOf(parseMarkdown('[a [b](https://b.test) c](https://a.test)'))).toEqual(['https://a.test/'])
    expect(textOf(parseMarkdown('[a](https://a.test'))).toBe('[a](https://a.test')
  })
})

describe('hostile texts', () => {
  test('are 300', () => expect(new Set(hostilePayloads).size).toBe(300))

  test('never make a link to anything but http, https, mailto and tel, and never throw', () => {
    for (const payload of hostilePayloads)
      for (const href of linksOf(parseMarkdown(payload))) expect(href).toMatch(/^(?:https?|mailto|tel):/)
  })

  test('nest at most a few levels deep', () => {
    const depth = (nodes: readonly (Block | Inline)[]): number =>
      1 +
      Math.max(
        0,
        ...nodes.map((node) => {
          if (node.kind === 'list') return Math.max(...node.items.map(depth))
          return 'children' in node ? depth(node.children) : 0
        }),
      )
    for (const payload of hostilePayloads) expect(depth(parseMarkdown(payload))).toBeLessThanOrEqual(24)
  })
})
