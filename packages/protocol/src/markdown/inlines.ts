import { bracketedAt, type FoundAddress, mailAt, urlAt } from './addresses'
import { Delimiters } from './delimiters'
import { escapesIn } from './escapes'
import { sidesOf } from './flanking'
import { type InlineSource, inlineSource, spanEnd } from './inline-source'
import { isMisleading, showsImitation } from './labels'
import type { Line } from './lines'
import { targetAt } from './link-target'
import { type Meter, runEnd } from './meter'
import { safeHref } from './safe-href'
import type { Inline } from './tree'
import { inlineText } from './tree-text'

/**
 * The maximum depth of brackets in labels of links, so that each character is read as part of a label only a few times.
 */
const maxLabelHeight = 2

const text = (value: string): Inline[] => (value === '' ? [] : [{ kind: 'text', text: value }])

/**
 * Whether a text closes parentheses that it didn't open, and opens others, as between the backticks of
 * `(*´▽`*)(*´▽`*)`.
 */
const isBetweenFaces = (inner: string): boolean => /^[*;]?[)）]/.test(inner) && /[(（][^)）]*$/.test(inner)

interface Part {
  readonly from: number
  readonly to: number
  /** Labels of links can't have links inside. */
  readonly inLink: boolean
}

/** Parses a part of a paragraph from left to right. Every step handles the characters at `#at` and moves past them. */
class InlineParser {
  readonly #source: InlineSource
  readonly #out: Delimiters
  readonly #part: Part
  readonly #marks: [number, number][] = []
  #at: number
  /** The start of the text that isn't part of a node yet. */
  #plainFrom: number

  constructor(source: InlineSource, part: Part) {
    this.#source = source
    this.#part = part
    this.#at = this.#plainFrom = part.from
    this.#out = new Delimiters(source.text, { from: part.from, marked: this.#mark })
  }

  /** The nodes, and the ranges of the marks. */
  parse(): { nodes: Inline[]; marks: readonly [number, number][] } {
    const { text: source, meter } = this.#source
    while (this.#at < this.#part.to) {
      meter.reads++
      if (!this.#step(source.charAt(this.#at))) this.#at++
    }
    this.#flush(this.#part.to)
    meter.reads += this.#out.looks
    return { nodes: this.#out.nodes(), marks: this.#marks }
  }

  readonly #mark = (from: number, to: number): void => void this.#marks.push([from, to])

  /** Handles the node that starts here. Returns false if the character is text. */
  #step(char: string): boolean {
    switch (char) {
      case '\n':
        return this.#put(this.#at + 1, [{ kind: 'break' }])
      case '\\':
        return this.#backslash()
      case '`':
        return this.#code()
      case '*':
      case '_':
      case '~':
        return this.#delimiter(char)
      default:
        return !this.#part.inLink && this.#linked(char)
    }
  }

  #linked(char: string): boolean {
    const { text: source } = this.#source
    const at = this.#at
    switch (char) {
      case '!':
        return source.charAt(at + 1) === '[' && this.#picture()
      case '[':
        return this.#link()
      case '<':
        return this.#bracketed(bracketedAt(this.#source, at))
      case '@': {
        const mail = mailAt(this.#source, { from: this.#plainFrom, at })
        return mail !== undefined && this.#address(mail, mail.start)
      }
      default:
        return 'hfwHFW'.includes(char) && this.#address(urlAt(this.#source, at))
    }
  }

  #flush(to: number): void {
    this.#out.text(this.#source.text.slice(this.#plainFrom, to))
  }

  /** Replaces the text from `from` to `end` with nodes, and continues after it. */
  #put(end: number, nodes: readonly Inline[], from = this.#at): true {
    this.#flush(from)
    for (const node of nodes) this.#out.add(node)
    this.#at = this.#plainFrom = end
    return true
  }

  #backslash(): boolean {
    const escaped = this.#source.escapes.get(this.#at)
    if (escaped === undefined) return false
    if (escaped === 'dropped') {
      this.#mark(this.#at, this.#at + 1)
      this.#put(this.#at + 1, [])
    } else this.#at++
    const sign = this.#source.text.charAt(this.#at)
    // All characters of a run are text with the first: `\**not bold\**`.
    this.#at = '*_~'.includes(sign) ? runEnd(this.#source, this.#at, (char) => char === sign) : this.#at + 1
    return true
  }

  #code(): true {
    const { text: source, codeSpans } = this.#source
    const closes = codeSpans.get(this.#at)
    const end = spanEnd(this.#source, this.#at)
    if (closes === undefined || end > this.#part.to) {
      this.#at = Math.min(end, this.#part.to)
      return true
    }
    const length = end - closes
    const inner = source.slice(this.#at + length, closes)
    if (inner.trim() === '' || (length === 1 && isBetweenFaces(inner))) {
      this.#at += length
      return true
    }
    this.#mark(this.#at, this.#at + length)
    this.#mark(closes, end)
    const padded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== ''
    return this.#put(end, [{ kind: 'code', text: padded ? inner.slice(1, -1) : inner }])
  }

  #delimiter(char: string): true {
    const { text: source } = this.#source
    const end = Math.min(
      runEnd(this.#source, this.#at, (one) => one === char),
      this.#part.to,
    )
    const run = { char, from: this.#at, to: end }
    this.#flush(this.#at)
    this.#out.run({ ...run, ...sidesOf(source, run) })
    this.#at = this.#plainFrom = end
    return true
  }

  #address(found: FoundAddress | undefined, from = this.#at): boolean {
    const href = found && safeHref(found.href)
    if (!found || href === undefined) return false
    return this.#put(found.end, [{ kind: 'link', href, children: text(found.shown) }], from)
  }

  /** An address in angle brackets, which are shown: `Bob <bob@a.example>`. */
  #bracketed(found: FoundAddress | undefined): boolean {
    const href = found && safeHref(found.href)
    if (!found || href === undefined || showsImitation(found.shown)) return false
    return this.#put(found.end, [...text('<'), { kind: 'link', href, children: text(found.shown) }, ...text('>')])
  }

  /** Pictures from other servers would reveal readers to those servers, so the text stays as written. */
  #picture(): boolean {
    const label = this.#source.brackets.get(this.#at + 1)
    const target = label && targetAt(this.#source, label.close + 1)
    if (target === undefined) return false
    this.#at = target.end
    return true
  }

  /** A label with its target. A label that misrepresents the target stays as typed, and only the target is a link. */
  #link(): boolean {
    const bracket = this.#source.brackets.get(this.#at)
    if (bracket === undefined || bracket.height > maxLabelHeight) return false
    const target = targetAt(this.#source, bracket.close + 1)
    const href = target && safeHref(target.href)
    if (!target || href === undefined) return false
    const label = new InlineParser(this.#source, { from: this.#at + 1, to: bracket.close, inLink: true }).parse()
    const isEmpty = inlineText(label.nodes).trim() === ''
    const address = this.#source.text.slice(target.from, target.to)
    if (isMisleading(inlineText(label.nodes), href)) return false
    if (showsImitation(isEmpty ? address : inlineText(label.nodes))) return false
    for (const [from, to] of label.marks) this.#mark(from, to)
    this.#mark(this.#at, this.#at + 1)
    this.#mark(bracket.close, isEmpty ? target.from : target.end)
    if (isEmpty) this.#mark(target.to, target.end)
    const children = isEmpty ? text(address) : label.nodes
    return this.#put(target.end, [{ kind: 'link', href, children }])
  }
}

const parse = (value: string, source: Pick<InlineSource, 'meter' | 'escapes' | 'marked'>): Inline[] => {
  const parser = new InlineParser(inlineSource(value, source), { from: 0, to: value.length, inLink: false })
  const { nodes, marks } = parser.parse()
  for (const [from, to] of marks) source.marked(from, to)
  return nodes
}

interface ParagraphOptions {
  readonly meter: Meter
  /** The positions of backslashes in the paragraph that prevent a line from starting a block. */
  readonly escapes: ReadonlySet<number>
}

/** Parses the marks within a paragraph. */
export const parseParagraph = (lines: readonly Line[], { meter, escapes: dropped }: ParagraphOptions): Inline[] => {
  const value = lines.map((line) => line.text).join('\n')
  const escapes = escapesIn(value, { meter, dropped, attempt: parse })
  const { marks } = meter
  if (!marks) return parse(value, { meter, escapes, marked: () => undefined })
  const places = lines.flatMap(({ text: line, at }) =>
    Array.from({ length: line.length + 1 }, (_, index) => at + index),
  )
  const place = (at: number): number => places[at] ?? 0
  return parse(value, { meter, escapes, marked: (from, to) => void marks.push([place(from), place(to - 1) + 1]) })
}
