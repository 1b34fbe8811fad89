import { parseParagraph } from './inlines'
import { isLanguage } from './languages'
import {
  backticksBehind,
  closesAt,
  escapeAt,
  type Fence,
  fenceAt,
  fenceBehind,
  type ItemStart,
  interrupts,
  isBlank,
  itemAt,
  quoteWidth,
} from './line-starts'
import { cutLine, type Line, typed } from './lines'
import { collectItems } from './list-lines'
import type { Meter } from './meter'
import type { Block } from './tree'

/** The maximum nesting of quotes and lists. Deeper ones stay text. */
const maxDepth = 8

/** Parses lines into blocks. Each line is read once for every quote or list around it. */
export class BlockParser {
  readonly #lines: readonly Line[]
  readonly #meter: Meter
  readonly #depth: number
  readonly #blocks: Block[] = []
  #paragraph: Line[] = []
  /** The number of backticks at the end of each line, computed on first use. */
  #ends: readonly number[] | undefined

  constructor(lines: readonly Line[], { meter, depth }: { meter: Meter; depth: number }) {
    this.#lines = lines
    this.#meter = meter
    this.#depth = depth
  }

  /** The blocks, without leading empty lines. */
  parse(): Block[] {
    for (let at = 0; at < this.#lines.length; ) at = this.#block(at)
    this.#flush()
    return this.#blocks
  }

  /** Handles the block or line at `at`. Returns the next line. */
  #block(at: number): number {
    const line = this.#lines[at] ?? { text: '', at: 0 }
    this.#meter.reads += line.text.length + 1
    if (isBlank(line.text)) {
      this.#flush()
      this.#gap()
      return at + 1
    }
    const fence = fenceAt(line.text)
    if (fence) return this.#fenced(at, fence)
    if (this.#depth < maxDepth) {
      if (quoteWidth(line.text) > 0) return this.#quote(at)
      const item = itemAt(line.text)
      if (item && (this.#paragraph.length === 0 || interrupts(item))) return this.#list(at, item)
    }
    const behind = fenceBehind(line.text)
    if (behind && this.#holdsCode(at + 1, behind)) {
      this.#paragraph.push({ text: line.text.slice(0, behind.at), at: line.at })
      return this.#fenced(at, behind)
    }
    this.#paragraph.push(line)
    return at + 1
  }

  /** Whether code follows a fence after text, and another fence ends it. This reads at most 400 lines. */
  #holdsCode(from: number, fence: Fence): boolean {
    this.#ends ??= this.#lines.map(({ text }) => backticksBehind(text).length)
    const close = this.#ends.findIndex((length, at) => at >= from && length >= fence.length)
    if (close < 0) return false
    const code = this.#lines.slice(from, close + 1).map(({ text }) => text)
    const last = code.pop() ?? ''
    const info = isLanguage(fence.info.trim()) ? '' : fence.info
    return [info, ...code, last.slice(0, closesAt(fence, last))].some((line) => !isBlank(line))
  }

  #gap(): void {
    const last = this.#blocks.at(-1)
    if (last?.kind === 'gap') this.#blocks[this.#blocks.length - 1] = { kind: 'gap', lines: last.lines + 1 }
    else if (last) this.#blocks.push({ kind: 'gap', lines: 1 })
  }

  #flush(): void {
    const lines = this.#paragraph
    if (lines.length === 0) return
    this.#paragraph = []
    const escapes = new Set<number>()
    let start = 0
    for (const { text } of lines) {
      const at = escapeAt(text)
      if (at !== undefined) escapes.add(start + at)
      start += text.length + 1
    }
    this.#blocks.push({ kind: 'paragraph', children: parseParagraph(lines, { meter: this.#meter, escapes }) })
  }

  #inner(lines: readonly Line[]): Block[] {
    return new BlockParser(lines, { meter: this.#meter, depth: this.#depth + 1 }).parse()
  }

  /** Adds lines that consist only of markers as plain text, not as a quote, list or code block. */
  #plain(from: number, end: number): void {
    const text = typed(this.#lines.slice(from, end))
    this.#blocks.push({ kind: 'paragraph', children: [{ kind: 'text', text }] })
  }

  #fenced(from: number, fence: Fence): number {
    this.#flush()
    const info = fence.info.trim()
    const language = isLanguage(info) ? info : undefined
    const code = info === '' || language !== undefined ? [] : [fence.info.trimStart()]
    let at = from + 1
    let close: Line | undefined
    for (; at < this.#lines.length && !close; at++) {
      const line = this.#lines[at] ?? { text: '', at: 0 }
      this.#meter.reads += 2 * line.text.length + 1
      const end = closesAt(fence, line.text)
      const kept = end === undefined ? line.text : line.text.slice(0, end)
      if (end !== undefined) close = cutLine(line, end)
      if (end === undefined || !isBlank(kept)) code.push(kept.replace(new RegExp(`^ {0,${fence.indent}}`), ''))
    }
    const text = code.join('\n')
    if (isBlank(text) && language === undefined) this.#plain(from, at)
    else {
      this.#mark(this.#lines[from], fence.at + fence.length, fence.at)
      this.#mark(close, close?.text.length ?? 0)
      this.#blocks.push(
        isBlank(text) ? { kind: 'code', text: info } : { kind: 'code', text, ...(language && { language }) },
      )
    }
    return at
  }

  #mark(line: Line | undefined, to: number, from = 0): void {
    if (line) this.#meter.marks?.push([line.at + from, line.at + to])
  }

  /** A quote ends with the last line that has its marker. */
  #quote(from: number): number {
    this.#flush()
    const inner: Line[] = []
    let at = from
    for (; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? { text: '', at: 0 }
      this.#meter.reads += line.text.length + 1
      const width = quoteWidth(line.text)
      if (width === 0) break
      inner.push(cutLine(line, width))
    }
    const children = withoutGapAtEnd(this.#inner(inner))
    if (children.length === 0) this.#plain(from, at)
    else {
      for (const [index, line] of inner.entries())
        this.#mark(this.#lines[from + index], line.at - (this.#lines[from + index]?.at ?? 0))
      this.#blocks.push({ kind: 'quote', children })
    }
    return at
  }

  #list(from: number, first: ItemStart): number {
    this.#flush()
    const { items, end } = collectItems({ lines: this.#lines, from, first, meter: this.#meter })
    const blocks = items.map(({ lines }, at) => {
      const children = this.#inner(lines)
      return at === items.length - 1 ? withoutGapAtEnd(children) : children
    })
    if (blocks.every((item) => item.length === 0)) this.#plain(from, end)
    else
      this.#blocks.push({
        kind: 'list',
        items: items.map(({ start: { sign }, checked }, at) => ({
          sign,
          ...(checked !== undefined && { checked }),
          children: blocks[at] ?? [],
        })),
      })
    return end
  }
}

export const withoutGapAtEnd = (blocks: Block[]): Block[] =>
  blocks.at(-1)?.kind === 'gap' ? blocks.slice(0, -1) : blocks
