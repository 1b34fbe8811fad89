import { parseInlines } from './inlines'
import {
  closes,
  type Fence,
  fenceAt,
  interrupts,
  isBlank,
  itemAt,
  type ListItem,
  quoteSign,
  quoteStart,
} from './line-starts'
import { collectItems } from './list-lines'
import type { Meter } from './meter'
import { OpenLines } from './open-lines'
import type { Block, Inline } from './tree'

/** Quotes and lists nest at most this deep. Deeper ones stay text. */
const maxDepth = 8

/** Parses lines into blocks. Each line is read once for every quote or list around it. */
export class BlockParser {
  readonly #lines: readonly string[]
  readonly #meter: Meter
  readonly #depth: number
  readonly #blocks: Block[] = []
  #paragraph: string[] = []

  constructor(lines: readonly string[], { meter, depth }: { meter: Meter; depth: number }) {
    this.#lines = lines
    this.#meter = meter
    this.#depth = depth
  }

  parse(): Block[] {
    for (let at = 0; at < this.#lines.length; ) at = this.#block(at)
    this.#flush()
    return trimGaps(this.#blocks)
  }

  /** Handles the block or line at `at`; returns the next line. */
  #block(at: number): number {
    const line = this.#lines[at] ?? ''
    this.#meter.reads += line.length + 1
    if (isBlank(line)) {
      this.#flush()
      this.#blocks.push({ kind: 'gap' })
      return at + 1
    }
    const fence = fenceAt(line)
    if (fence) return this.#fenced(at, fence)
    if (this.#depth < maxDepth) {
      if (quoteStart.test(line)) return this.#quote(at)
      const item = itemAt(line)
      if (item && (this.#paragraph.length === 0 || interrupts(item))) return this.#list(at, item)
    }
    this.#paragraph.push(line)
    return at + 1
  }

  #flush(): void {
    if (this.#paragraph.length > 0) this.#blocks.push(this.#written(this.#paragraph))
    this.#paragraph = []
  }

  #written(lines: readonly string[]): Block {
    return { kind: 'paragraph', children: parseInlines(lines.join('\n'), { meter: this.#meter, inLink: false }) }
  }

  #inner(lines: readonly string[]): Block[] {
    return new BlockParser(lines, { meter: this.#meter, depth: this.#depth + 1 }).parse()
  }

  #fenced(from: number, fence: Fence): number {
    this.#flush()
    let at = from + 1
    const code: string[] = []
    for (; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? ''
      this.#meter.reads += line.length + 1
      if (closes(fence, line)) break
      code.push(line.replace(new RegExp(`^ {0,${fence.indent}}`), ''))
    }
    this.#blocks.push({ kind: 'code', text: code.join('\n'), ...(fence.info && { language: fence.info }) })
    return at + 1
  }

  /** A quote goes on over lines without a sign as long as its paragraph does. */
  #quote(from: number): number {
    this.#flush()
    const inner = new OpenLines()
    let at = from
    for (; at < this.#lines.length; at++) {
      const line = this.#lines[at] ?? ''
      this.#meter.reads += line.length + 1
      if (quoteSign.test(line)) inner.add(line.replace(quoteSign, ''))
      else if (inner.goesOnWith(line)) inner.add(line)
      else break
    }
    const children = this.#inner(inner.lines)
    const raw = this.#lines.slice(from, at).join('\n').trim()
    this.#blocks.push(children.length > 0 ? { kind: 'quote', children } : plain(raw))
    return at
  }

  #list(from: number, first: ListItem): number {
    this.#flush()
    const { items, end } = collectItems({ lines: this.#lines, from, first, meter: this.#meter })
    const raw = this.#lines.slice(from, end).join('\n').trim()
    const blocks = items.map(({ lines, checked }) => withCheckbox(this.#inner(lines.lines), checked))
    const start = first.number === undefined ? {} : { start: first.number }
    this.#blocks.push(
      blocks.every((item) => item.length === 0) ? plain(raw) : { kind: 'list', ...start, items: blocks },
    )
    return end
  }
}

/** A quote or list without any content is what somebody typed, not a quote or list. */
const plain = (raw: string): Block => ({ kind: 'paragraph', children: [{ kind: 'text', text: raw }] })

const withCheckbox = (item: Block[], checked: boolean | undefined): Block[] => {
  if (checked === undefined) return item
  const box: Inline = { kind: 'text', text: checked ? '☑ ' : '☐ ' }
  const [first, ...rest] = item
  if (first?.kind === 'paragraph') return [{ kind: 'paragraph', children: [box, ...first.children] }, ...rest]
  return [{ kind: 'paragraph', children: [box] }, ...item]
}

/** Without gaps at the ends, and with one gap in place of several. */
const trimGaps = (found: readonly Block[]): Block[] => {
  const kept = found.filter((one, at) => one.kind !== 'gap' || (at > 0 && found[at - 1]?.kind !== 'gap'))
  return kept.at(-1)?.kind === 'gap' ? kept.slice(0, -1) : kept
}
