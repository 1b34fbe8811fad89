import { describe, expect, test } from 'bun:test'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import { notation } from '../../testing/tree-notation'
import { type Format, formatText } from './format-text'

/** The selection is between `[` and `]`, and `|` is a caret. */
const parse = (marked: string) => {
  const from = marked.search(/[[|]/)
  const caret = marked[from] === '|'
  const text = marked.replace(/[[\]|]/g, '')
  return { text, from, to: caret ? from : marked.indexOf(']') - 1 }
}
const show = (text: string, { from, to }: { readonly from: number; readonly to: number }) =>
  from === to
    ? `${text.slice(0, from)}|${text.slice(from)}`
    : `${text.slice(0, from)}[${text.slice(from, to)}]${text.slice(to)}`

const after = (marked: string, format: Format): string => {
  const written = parse(marked)
  const { from, to, insert, selected } = formatText(written, format)
  return show(written.text.slice(0, from) + insert + written.text.slice(to), selected)
}
/** Formats, then formats again to get back. */
const both = (before: string, format: Format, then: string) => {
  expect(after(before, format)).toBe(then)
  expect(after(then, format)).toBe(before)
}

describe('marks', () => {
  test('surround the selection, and are removed from a marked one', () => {
    both('a [b c] d', 'format-bold', 'a **[b c]** d')
    both('a [b] d', 'format-italic', 'a *[b]* d')
    // A mark on one side alone doesn't count.
    expect(after('**[b] c d', 'format-bold')).toBe('****[b]** c d')
    expect(after('a [b]**', 'format-bold')).toBe('a **[b]****')
    both('[b]', 'format-code', '`[b]`')
    both('你[好]吗', 'format-bold', '你**[好]**吗')
    both('好[x]y', 'format-code', '好`[x]`y')
  })
  test('get the spaces without which they would format nothing', () => {
    const formats = (written: string, format: Format) => {
      const { from, to, insert } = formatText(parse(written), format)
      const { text } = parse(written)
      return notation(parseMarkdown(text.slice(0, from) + insert + text.slice(to)))
    }
    expect(formats('原价[一百]元', 'format-strike')).toBe('原价 {del 一百}元')
    expect(formats('请看[重点]部分', 'format-italic')).toBe('请看 {em 重点} 部分')
    expect(formats('请看[重点]部分', 'format-bold')).toBe('请看{strong 重点}部分')
    for (const format of ['format-bold', 'format-italic', 'format-strike'] as const)
      expect(formats('un[frigging]believable', format)).toMatch(/^un \{\w+ frigging\} believable$/)
    for (const format of ['format-bold', 'format-italic', 'format-strike'] as const)
      expect(formats('a [b c] d', format)).toMatch(/^a \{\w+ b c\} d$/)
    expect(after('你[好]吗', 'format-strike')).toBe('你 ~~[好]~~吗')
  })
  test('are removed also when they are part of the selection', () =>
    expect(after('a [**b**] c', 'format-bold')).toBe('a [b] c'))
  test('surround the caret, are removed if they are still empty, and the caret skips them at their end', () => {
    both('a | b', 'format-bold', 'a **|** b')
    expect(after('a **b|** c', 'format-bold')).toBe('a **b**| c')
    expect(after('`b|`', 'format-code')).toBe('`b`|')
  })
  test('for bold and italic are distinguished', () => {
    both('**[a]**', 'format-italic', '***[a]***')
    both('*[a]*', 'format-bold', '***[a]***')
    expect(after('[***a***]', 'format-bold')).toBe('[*a*]')
  })
  test('include neither a space nor a list marker', () => {
    expect(after('a[ b ]c', 'format-bold')).toBe('a **[b]** c')
    expect(after('[- b]', 'format-bold')).toBe('- **[b]**')
  })
  test('are added to each of several lines', () => {
    both('[- a\n\n> b\nc]', 'format-strike', '[- ~~a~~\n\n> ~~b~~\n~~c~~]')
    expect(after('[**a**\nb]', 'format-bold')).toBe('[**a**\n**b**]')
  })
  test('for several lines of code are added above and below them', () =>
    both('x\n[a\nb]\ny', 'format-code', 'x\n```\n[a\nb]\n```\ny'))
})

describe('lines', () => {
  test('become a list, and plain lines again', () => {
    both('x\n[a\nb]\ny', 'format-bullets', 'x\n[- a\n- b]\ny')
    both('[a\n\nb]', 'format-numbers', '[1. a\n\n2. b]')
  })
  test('become a list of the other kind', () => {
    expect(after('[- a\n- b]', 'format-numbers')).toBe('[1. a\n2. b]')
    expect(after('[1. a\n2. b]', 'format-bullets')).toBe('[- a\n- b]')
  })
  test('become a quote over empty lines, and plain lines again', () =>
    both('[a\n\nb]', 'format-quote', '[> a\n>\n> b]'))
  test('are those touched by the selection, or the line of the caret', () => {
    expect(after('ab[c\nd]ef\ng', 'format-quote')).toBe('[> abc\n> def]\ng')
    expect(after('[ab\n]cd', 'format-bullets')).toBe('[- ab]\ncd')
    both('a\nb|c', 'format-bullets', 'a\n- b|c')
    both('|', 'format-quote', '> |')
    expect(after('x\n|- a', 'format-bullets')).toBe('x\n|a')
  })
})
