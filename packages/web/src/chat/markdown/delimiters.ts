import type { Inline } from './tree'

/** Marks nest at most this deep. Deeper marks stay text. */
const maxDepth = 8

export interface Delimiter {
  readonly char: string
  readonly length: number
  readonly canOpen: boolean
  readonly canClose: boolean
}

interface Opener extends Delimiter {
  /** Rises with every opener, also after others were removed. */
  readonly id: number
  /** What remains of the run. */
  left: number
  /** Place of its text among the nodes. */
  readonly place: number
}

interface Placed {
  readonly node: Inline
  readonly depth: number
}

const kinds = { '*': ['em', 'strong'], _: ['em', 'strong'], '~': ['del', 'del'] } as const

const kindOf = (char: string, used: number): 'em' | 'strong' | 'del' =>
  kinds[char === '~' || char === '_' ? char : '*'][used - 1 === 0 ? 0 : 1]

/**
 * Nodes of one text, in order, and the delimiters that may still open emphasis.
 * A closer wraps the nodes behind its opener, so each node moves once per level. Failed searches for an opener leave a
 * bound, as in "An algorithm for parsing nested emphasis and links", CommonMark 0.31: later searches stop there.
 */
export class Delimiters {
  readonly #placed: Placed[] = []
  readonly #openers: Opener[] = []
  readonly #bounds = new Map<string, number>()
  #nextId = 1
  /** Openers and nodes that were looked at. */
  looks = 0

  add(node: Inline, depth = 0): void {
    this.#placed.push({ node, depth })
  }

  text(text: string): void {
    if (text !== '') this.add({ kind: 'text', text })
  }

  run(run: Delimiter): void {
    const left = run.canClose ? this.#close(run) : run.length
    if (left === 0) return
    if (run.canOpen) this.#openers.push({ ...run, left, id: this.#nextId++, place: this.#placed.length })
    this.text(run.char.repeat(left))
  }

  nodes(): Inline[] {
    return joinTexts(this.#placed.map(({ node }) => node))
  }

  /** Closes as many openers as the run reaches; returns what remains of it. */
  #close(run: Delimiter): number {
    let left = run.length
    while (left > 0) {
      const opener = this.#find(run, left)
      if (opener === undefined) break
      const used = run.char === '~' ? left : Math.min(2, left, opener.left)
      if (!this.#wrap(opener, used)) break
      left -= used
    }
    return left
  }

  #find(run: Delimiter, left: number): Opener | undefined {
    const key = `${run.char}${run.canOpen}${run.char === '~' ? left : run.length % 3}`
    const bound = this.#bounds.get(key) ?? 0
    for (let at = this.#openers.length - 1; at >= 0; at--) {
      const opener = this.#openers[at]
      if (opener === undefined || opener.id <= bound) break
      this.looks++
      if (!matches(opener, run, left)) continue
      this.#openers.length = at + 1
      return opener
    }
    this.#bounds.set(key, this.#nextId - 1)
    return undefined
  }

  /** Wraps the nodes behind the last opener. Returns false when that would nest too deep: then all openers are text. */
  #wrap(opener: Opener, used: number): boolean {
    const inner = this.#placed.splice(opener.place + 1)
    const depth = 1 + inner.reduce((most, one) => Math.max(most, one.depth), 0)
    this.looks += inner.length
    if (depth > maxDepth) {
      // Every other opener has the same nodes behind it.
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

/** The "rule of three" of CommonMark: runs that both open and close don't match when their lengths add up to 3, 6, … */
const matches = (opener: Opener, run: Delimiter, left: number): boolean => {
  if (opener.char !== run.char) return false
  if (run.char === '~') return opener.left === left
  if (!opener.canClose && !run.canOpen) return true
  return (opener.length + run.length) % 3 !== 0 || (opener.length % 3 === 0 && run.length % 3 === 0)
}

/** `nodes` with neighbouring texts as one. */
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
