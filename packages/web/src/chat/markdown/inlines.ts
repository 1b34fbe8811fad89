import { bracketedAt, type Found, mailAt, urlAt } from './addresses'
import { Delimiters } from './delimiters'
import { type InlineSource, inlineSource, isEscapable, spanEnd } from './inline-source'
import { targetAt } from './link-target'
import { type Meter, runEnd } from './meter'
import { isMisleading, safeHref } from './safe-href'
import type { Inline } from './tree'

const text = (value: string): Inline[] => (value === '' ? [] : [{ kind: 'text', text: value }])

const isSpaceOrEnd = (char: string | undefined): boolean => char === undefined || /^\s$/u.test(char)
const isPunctuation = (char: string | undefined): boolean => char !== undefined && /^[\p{P}\p{S}]$/u.test(char)

/** The character that ends before `at`; surrogate pairs count as one. */
const charBefore = (source: string, at: number): string | undefined => {
  const low = source.charCodeAt(at - 1)
  return at === 0 ? undefined : source.slice(low >= 0xdc00 && low <= 0xdfff ? at - 2 : at - 1, at)
}

/** Whether a run may open and close emphasis: CommonMark 0.31, "Left-flanking delimiter run". */
const sides = (source: string, { from, to }: { from: number; to: number }) => {
  const before = charBefore(source, from)
  const code = source.codePointAt(to)
  const after = code === undefined ? undefined : String.fromCodePoint(code)
  const [wideBefore, wideAfter] = [isPunctuation(before), isPunctuation(after)]
  const left = !isSpaceOrEnd(after) && (!wideAfter || isSpaceOrEnd(before) || wideBefore)
  const right = !isSpaceOrEnd(before) && (!wideBefore || isSpaceOrEnd(after) || wideAfter)
  if (source.charAt(from) !== '_') return { canOpen: left, canClose: right }
  return { canOpen: left && (!right || wideBefore), canClose: right && (!left || wideAfter) }
}

/** Parses one paragraph from left to right. Every step handles the characters at `#at` and moves past them. */
class InlineParser {
  readonly #source: InlineSource
  readonly #out = new Delimiters()
  readonly #inLink: boolean
  #at = 0
  /** Where the text starts that isn't part of a node yet. */
  #plainFrom = 0

  constructor(source: InlineSource, { inLink }: { inLink: boolean }) {
    this.#source = source
    this.#inLink = inLink
  }

  parse(): Inline[] {
    const { text: source, meter } = this.#source
    while (this.#at < source.length) {
      meter.reads++
      if (!this.#step(source.charAt(this.#at))) this.#at++
    }
    this.#flush(source.length)
    meter.reads += this.#out.looks
    return this.#out.nodes()
  }

  /** Handles what starts here; false if the character is text. */
  #step(char: string): boolean {
    switch (char) {
      case '\n':
        return this.#put(this.#at + 1, [{ kind: 'break' }])
      case '\\':
        return this.#escape()
      case '`':
        return this.#code()
      case '*':
      case '_':
      case '~':
        return this.#delimiter(char)
      default:
        return !this.#inLink && this.#linked(char)
    }
  }

  #linked(char: string): boolean {
    const { text: source, brackets } = this.#source
    const at = this.#at
    switch (char) {
      case '!':
        return source.charAt(at + 1) === '[' && brackets.has(at + 1) && this.#picture()
      case '[':
        return this.#link()
      case '<':
        return this.#address(bracketedAt(this.#source, at))
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

  /** Puts nodes in place of the text from `from` to `end`, and goes on behind it. */
  #put(end: number, nodes: readonly Inline[], from = this.#at): true {
    this.#flush(from)
    for (const node of nodes) this.#out.add(node)
    this.#at = this.#plainFrom = end
    return true
  }

  #escape(): boolean {
    const next = this.#source.text.charAt(this.#at + 1)
    if (next === '\n') return this.#put(this.#at + 2, [{ kind: 'break' }])
    return isEscapable(next) && this.#put(this.#at + 2, text(next))
  }

  #code(): true {
    const { text: source, codeSpans } = this.#source
    const closes = codeSpans.get(this.#at)
    const end = spanEnd(this.#source, this.#at)
    if (closes === undefined) {
      this.#at = end
      return true
    }
    const inner = source.slice(this.#at + (end - closes), closes).replaceAll('\n', ' ')
    const padded = inner.startsWith(' ') && inner.endsWith(' ') && inner.trim() !== ''
    return this.#put(end, [{ kind: 'code', text: padded ? inner.slice(1, -1) : inner }])
  }

  #delimiter(char: string): true {
    const end = runEnd(this.#source, this.#at, (one) => one === char)
    const length = end - this.#at
    if (char === '~' && length > 2) {
      this.#at = end
      return true
    }
    this.#flush(this.#at)
    this.#out.run({ char, length, ...sides(this.#source.text, { from: this.#at, to: end }) })
    this.#at = this.#plainFrom = end
    return true
  }

  #address(found: Found | undefined, from = this.#at): boolean {
    if (found === undefined) return false
    const href = safeHref(found.href)
    const nodes: Inline[] =
      href === undefined
        ? text(this.#source.text.slice(from, found.end))
        : [{ kind: 'link', href, children: text(found.shown) }]
    return this.#put(found.end, nodes, from)
  }

  /** Pictures of others' servers would tell them who reads: the text stays as it was written. */
  #picture(): boolean {
    const target = targetAt(this.#source, (this.#source.brackets.get(this.#at + 1) ?? 0) + 1)
    if (target === undefined) return false
    this.#at = target.end
    return true
  }

  #link(): boolean {
    const { text: source, brackets, meter } = this.#source
    const close = brackets.get(this.#at)
    const target = close === undefined ? undefined : targetAt(this.#source, close + 1)
    if (close === undefined || target === undefined) return false
    const href = safeHref(target.href)
    if (href === undefined) return this.#put(target.end, text(source.slice(this.#at, target.end)))
    const label = source.slice(this.#at + 1, close)
    const children = isMisleading(label, href) ? text(target.href) : parseInlines(label, { meter, inLink: true })
    return this.#put(target.end, [{ kind: 'link', href, children: children.length > 0 ? children : text(target.href) }])
  }
}

/** Parses the marks within a paragraph. Labels of links hold no other links. */
export const parseInlines = (source: string, { meter, inLink }: { meter: Meter; inLink: boolean }): Inline[] =>
  new InlineParser(inlineSource(source, meter), { inLink }).parse()
