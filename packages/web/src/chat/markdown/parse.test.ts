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
