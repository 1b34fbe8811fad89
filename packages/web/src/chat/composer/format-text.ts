import { isWide, isWordChar } from '@parley/protocol/markdown/scripts'

type InlineFormat = 'format-bold' | 'format-italic' | 'format-code' | 'format-strike'
type LineFormat = 'format-numbers' | 'format-bullets' | 'format-quote'
export type Format = InlineFormat | LineFormat

interface Range {
  readonly from: number
  readonly to: number
}

/** A text and its selection. */
export interface Selected extends Range {
  readonly text: string
}

/** The replacement for a range, and the selection afterwards. Positions refer to the new text. */
export interface TextChange extends Range {
  readonly insert: string
  readonly selected: Range
}

const marks = { 'format-bold': '**', 'format-italic': '*', 'format-code': '`', 'format-strike': '~~' } as const
const fence = '```'
/** The beginning of a line: quote markers, then maybe a list marker. */
const lineStart = /^\s*(?:> ?)*(?:(?:[-*+]|\d{1,9}[.)]) )?/
const listSign = /^(\s*)(?:[-*+]|\d{1,9}[.)]) /
const numberSign = /^\s*\d{1,9}[.)] /
const bulletSign = /^\s*[-*+] /
const quoteSign = /^\s*> ?/

/** How many times the mark is repeated at both ends. */
const runLength = (before: string, after: string, mark: string): number => {
  const sign = mark.charAt(0)
  const closing = [...after].findIndex((one) => one !== sign)
  const opening = [...before].reverse().findIndex((one) => one !== sign)
  return Math.min(opening < 0 ? before.length : opening, closing < 0 ? after.length : closing)
}

/** Three asterisks are bold and italic, two are only bold. */
const holds = (run: number, mark: string): boolean => (mark === '*' ? run === 1 || run >= 3 : run >= mark.length)

const isMarked = (text: string, mark: string): boolean => {
  const half = Math.floor((text.length - 1) / 2)
  return half >= mark.length && holds(runLength(text.slice(-half), text.slice(0, half), mark), mark)
}

const unmarked = (text: string, mark: string): string => text.slice(mark.length, text.length - mark.length)

/**
 * The range without outer spaces and without the markers that begin its line. Marks around those would format nothing.
 */
const trimmed = ({ text, from, to }: Selected): Range => {
  const atLineStart = from === 0 || text[from - 1] === '\n'
  const part = text.slice(from, to)
  const begins = from + (atLineStart ? (lineStart.exec(part)?.[0].length ?? 0) : part.length - part.trimStart().length)
  const ends = from + part.trimEnd().length
  return begins < ends ? { from: begins, to: ends } : { from: to, to }
}

/** Marks can't span empty lines or list items, so each line gets its own. */
const markLines = ({ text, from, to }: Selected, mark: string): TextChange => {
  const lines = text
    .slice(from, to)
    .split('\n')
    .map((line) => {
      const start = lineStart.exec(line)?.[0] ?? ''
      const body = line.slice(start.length).trimEnd()
      return { start, body, end: line.slice(start.length + body.length) }
    })
  const all = lines.every(({ body }) => body === '' || isMarked(body, mark))
  const changed = (body: string): string => {
    if (body === '') return body
    if (all) return unmarked(body, mark)
    return isMarked(body, mark) ? body : mark + body + mark
  }
  const insert = lines.map(({ start, body, end }) => start + changed(body) + end).join('\n')
  return { from, to, insert, selected: { from, to: from + insert.length } }
}

const linesOf = ({ text, from, to }: Selected): Range => {
  const next = text.indexOf('\n', to > from && text[to - 1] === '\n' ? to - 1 : to)
  return { from: text.lastIndexOf('\n', from - 1) + 1, to: next < 0 ? text.length : next }
}

const codeBlock = (written: Selected): TextChange => {
  const { text } = written
  const { from, to } = linesOf(written)
  const lines = text.slice(from, to)
  const [open, close] = [`${fence}\n`, `\n${fence}`]
  if (text.slice(0, from).endsWith(open) && text.startsWith(close, to)) {
    const start = from - open.length
    return { from: start, to: to + close.length, insert: lines, selected: { from: start, to: start + lines.length } }
  }
  const start = from + open.length
  return { from, to, insert: open + lines + close, selected: { from: start, to: start + lines.length } }
}

/**
 * Adds marks around the selection or the caret, removes existing ones, or moves the caret past them if they end here.
 */
const markInline = (written: Selected, mark: string): TextChange => {
  const { text } = written
  if (text.slice(written.from, written.to).includes('\n'))
    return mark === '`' ? codeBlock(written) : markLines(written, mark)
  const { from, to } = trimmed(written)
  const [before, part, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)]
  const { length } = mark
  if (holds(runLength(before, after, mark), mark))
    return { from: from - length, to: to + length, insert: part, selected: { from: from - length, to: to - length } }
  if (isMarked(part, mark)) return { from, to, insert: unmarked(part, mark), selected: { from, to: to - 2 * length } }
  const line = before.slice(before.lastIndexOf('\n') + 1)
  if (part === '' && after.startsWith(mark) && line.includes(mark) && !line.endsWith(mark))
    return { from, to, insert: '', selected: { from: to + length, to: to + length } }
  const [spaceBefore, spaceAfter] = spacesAround({ before: before.at(-1), part, after: after.at(0) }, mark)
  const start = from + spaceBefore.length + length
  return {
    from,
    to,
    insert: spaceBefore + mark + part + mark + spaceAfter,
    selected: { from: start, to: start + part.length },
  }
}

interface Neighbours {
  readonly before: string | undefined
  readonly part: string
  readonly after: string | undefined
}

/**
 * The spaces without which the marks would format nothing. `长*宽*高` multiplies, `2**3**4` too, and `好的~~谢谢~~` is a tone
 * of voice.
 */
const spacesAround = ({ before, part, after }: Neighbours, mark: string): [string, string] => {
  const isBetweenLatin = (one: string | undefined, other: string | undefined): boolean =>
    isWordChar(one) && isWordChar(other) && !isWide(one) && !isWide(other)
  const needsBefore = mark === '**' ? isBetweenLatin(before, part.at(0)) : mark !== '`' && isWordChar(before)
  const needsAfter = mark === '*' ? isWordChar(after) : mark !== '`' && isBetweenLatin(part.at(-1), after)
  return [needsBefore ? ' ' : '', needsAfter ? ' ' : '']
}

interface LineRule {
  readonly sign: RegExp
  /** Adds the marker to the line. `at` counts only lines with text. */
  readonly add: (line: string, at: number) => string
}

const lineRules: Readonly<Record<LineFormat, LineRule>> = {
  'format-numbers': { sign: numberSign, add: (line, at) => `${at + 1}. ${line.replace(listSign, '$1')}` },
  'format-bullets': { sign: bulletSign, add: (line) => `- ${line.replace(listSign, '$1')}` },
  'format-quote': { sign: quoteSign, add: (line) => `> ${line}` },
}

/** Adds a marker to each of the lines, or removes it if all of them have it. */
const signLines = (written: Selected, { sign, add }: LineRule): TextChange => {
  const { from, to } = linesOf(written)
  const lines = written.text.slice(from, to).split('\n')
  const isEmpty = (line: string) => lines.length > 1 && line.trim() === ''
  const all = lines.every((line) => isEmpty(line) || sign.test(line))
  let count = 0
  const insert = lines
    .map((line) => {
      if (all) return line.replace(sign, '')
      // A quote needs a marker on empty lines, a list doesn't.
      if (isEmpty(line)) return sign === quoteSign ? '>' : line
      return add(line, count++)
    })
    .join('\n')
  const caret = Math.max(from, written.to + insert.length - (to - from))
  const selected = written.from === written.to ? { from: caret, to: caret } : { from, to: from + insert.length }
  return { from, to, insert, selected }
}

const isLineFormat = (format: Format): format is LineFormat => format in lineRules

/** Applies a format to a text. Applying it again to the resulting selection reverts it. */
export const formatText = (written: Selected, format: Format): TextChange =>
  isLineFormat(format) ? signLines(written, lineRules[format]) : markInline(written, marks[format])
