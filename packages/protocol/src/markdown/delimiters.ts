import type { Sides, SignRun } from './flanking'
import { Phrases } from './phrases'
import type { Inline } from './tree'

/** The maximum nesting of marks. Deeper marks stay text. */
const maxDepth = 8

export type Delimiter = SignRun & Sides

interface Opener extends Delimiter {
  /** Increases with every opener, also after others were removed. */
  readonly id: number
  /** The remaining length of the run. */
  left: number
  /** The index of its text among the nodes. */
  readonly place: number
}

/** Marks a range of the text as markup that isn't shown. */
export type Marked = (from: number, to: number) => void

interface Placed {
  readonly node: Inline
  readonly depth: number
}

const kinds = { '*': ['em', 'strong'], _: ['em', 'strong'], '~': ['del', 'del'] } as const

const kindOf = (char: string, used: number): 'em' | 'strong' | 'del' =>
  kinds[char === '~' || char === '_' ? char : '*'][used - 1 === 0 ? 0 : 1]

/**
 * The nodes of one text, in order, and the delimiters that may still open emphasis. A closer wraps the nodes after its
 * opener, so each node moves once per level. A failed search for an opener leaves a bound, where later searches stop.
 * Source: CommonMark 0.31, "An algorithm for parsing nested emphasis and links".
 */
export class Delimiters {
  readonly #placed: Placed[] = []
  readonly #openers: Opener[] = []
  readonly #bounds = new Map<string, number>()
  readonly #phrases: Phrases
  readonly #marked: Marked
  #nextId = 1
  #looks = 0

  constructor(text: string, { from, marked }: { from: number; marked: Marked }) {
    this.#phrases = new Phrases(text, from)
    this.#marked = marked
  }

  /** The number of openers, nodes and characters that were read. */
  get looks(): number {
    return this.#looks + this.#phrases.reads
  }

  add(node: Inline, depth = 0): void {
    this.#placed.push({ node, depth })
  }

  text(text: string): void {
    if (text !== '') this.add({ kind: 'text', text })
  }

  run(run: Delimiter): void {
    const left = run.canClose ? this.#close(run) : lengthOf(run)
    if (left === 0) return
    if (run.canOpen) this.#openers.push({ ...run, left, id: this.#nextId++, place: this.#placed.length })
    this.text(run.char.repeat(left))
  }

  nodes(): Inline[] {
    return joinTexts(this.#placed.map(({ node }) => node))
  }

  /** Closes as many openers as the run can. Returns its remaining length. */
  #close(run: Delimiter): number {
    let left = lengthOf(run)
    while (left > 0) {
      const opener = this.#find(run, left)
      if (opener === undefined) break
      const used = Math.min(2, left, opener.left)
      const [from, to] = [opener.from + opener.left, run.to - left]
      if (!this.#wrap(opener, used)) break
      this.#marked(from - used, from)
      this.#marked(to, to + used)
      left -= used
    }
    return left
  }

  #find(run: Delimiter, left: number): Opener | undefined {
    const key = `${run.char}${left}`
    const bound = this.#bounds.get(key) ?? 0
    for (let at = this.#openers.length - 1; at >= 0; at--) {
      const opener = this.#openers[at]
      if (opener === undefined || opener.id <= bound) break
      this.#looks++
      if (opener.char !== run.char || !isPair(opener.left, left)) continue
      const phrase = { from: opener.from + opener.left, to: run.to - left }
      if (!this.#phrases.holds(phrase, { char: run.char, count: Math.min(2, left, opener.left) })) break
      this.#openers.length = at + 1
      return opener
    }
    this.#bounds.set(key, this.#nextId - 1)
    return undefined
  }

  /**
   * Wraps the nodes after the last opener. If that would nest too deeply, it turns all openers into text and returns
   * false.
   */
  #wrap(opener: Opener, used: number): boolean {
    const inner = this.#placed.splice(opener.place + 1)
    const depth = 1 + inner.reduce((most, one) => Math.max(most, one.depth), 0)
    this.#looks += inner.length
    if (depth > maxDepth) {
      // All other openers have the same nodes after them.
      this.#openers.length = 0
      for (const one of inner) this.#placed.push(one)
      return false
    }
    this.#placed.pop()
    opener.left -= used
    if (opener.left > 0) this.text(opener.char.repeat(opener.left))
    else this.#openers.pop()
    this.add({ kind: kindOf(opener.char, used), children: joinTexts(inner.map(({ node }) => node)) }, depth)
    return true
  }
}

const lengthOf = ({ from, to }: SignRun): number => to - from

/**
 * Runs pair with runs of the same length. Three characters are bold and italic, which may end separately: `***a** b*`.
 */
const isPair = (length: number, other: number): boolean => length === other || length === 3 || other === 3

/** Returns `nodes` with adjacent texts merged. */
export const joinTexts = (nodes: readonly Inline[]): Inline[] => {
  const joined: Inline[] = []
  for (const node of nodes) {
    const last = joined.at(-1)
    if (node.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + node.text }
    else joined.push(node)
  }
  return joined
}
