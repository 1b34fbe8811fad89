import { describe, expect, test } from 'bun:test'
import { type Format, formatText } from './format-text'

/** Where the selection stands: `[` and `]`, or `|` for a caret. */
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
/** There, and back again. */
const both = (before: string, format: Format, then: string) => {
  expect(after(before, format)).toBe(then)
  expect(after(then, format)).toBe(before)
}

describe('marks', () => {
  test('stand around what is selected, and go when it is marked', () => {
    both('a [b c] d', 'format-bold', 'a **[b c]** d')
    both('a [b] d', 'format-italic', 'a *[b]* d')
    // A mark on one side alone is none.
    expect(after('**[b] c d', 'format-bold')).toBe('****[b]** c d')
    expect(after('a [b]**', 'format-bold')).toBe('a **[b]****')
    both('[b]', 'format-code', '`[b]`')
    both('你[好]吗', 'format-strike', '你~~[好]~~吗')
  })
  test('go when they are selected, too', () => expect(after('a [**b**] c', 'format-bold')).toBe('a [b] c'))
  test('stand around the caret, go when nothing was written between them, and are left where they end', () => {
    both('a | b', 'format-bold', 'a **|** b')
    expect(after('a **b|** c', 'format-bold')).toBe('a **b**| c')
    expect(after('`b|`', 'format-code')).toBe('`b`|')
  })
  test('of bold and italic are told apart', () => {
    both('**[a]**', 'format-italic', '***[a]***')
    both('*[a]*', 'format-bold', '***[a]***')
    expect(after('[***a***]', 'format-bold')).toBe('[*a*]')
  })
  test('have no space and no sign of a list inside', () => {
    expect(after('a[ b ]c', 'format-bold')).toBe('a **[b]** c')
    expect(after('[- b]', 'format-bold')).toBe('- **[b]**')
  })
  test('stand in each of several lines', () => {
    both('[- a\n\n> b\nc]', 'format-strike', '[- ~~a~~\n\n> ~~b~~\n~~c~~]')
    expect(after('[**a**\nb]', 'format-bold')).toBe('[**a**\n**b**]')
  })
  test('of several lines of code stand above and below them', () =>
    both('x\n[a\nb]\ny', 'format-code', 'x\n```\n[a\nb]\n```\ny'))
})

describe('lines', () => {
  test('become a list, and none again', () => {
    both('x\n[a\nb]\ny', 'format-bullets', 'x\n[- a\n- b]\ny')
    both('[a\n\nb]', 'format-numbers', '[1. a\n\n2. b]')
  })
  test('become a list of the other kind', () => {
    expect(after('[- a\n- b]', 'format-numbers')).toBe('[1. a\n2. b]')
    expect(after('[1. a\n2. b]', 'format-bullets')).toBe('[- a\n- b]')
  })
  test('become a quote over empty lines, and none again', () => both('[a\n\nb]', 'format-quote', '[> a\n>\n> b]'))
  test('are those that are touched by the selection, or that of the caret', () => {
    expect(after('ab[c\nd]ef\ng', 'format-quote')).toBe('[> abc\n> def]\ng')
    expect(after('[ab\n]cd', 'format-bullets')).toBe('[- ab]\ncd')
    both('a\nb|c', 'format-bullets', 'a\n- b|c')
    both('|', 'format-quote', '> |')
    expect(after('x\n|- a', 'format-bullets')).toBe('x\n|a')
  })
})
