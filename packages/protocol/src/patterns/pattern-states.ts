import type { CharRange } from './char-ranges'
import type { PatternNode, Place } from './parse-pattern'
import { PatternError } from './pattern-error'

/** A state of the nondeterministic automaton. Numbers are places in its list. */
export type State =
  | { readonly kind: 'chars'; readonly ranges: readonly CharRange[]; readonly next: number }
  | { readonly kind: 'place'; readonly place: Place; readonly next: number }
  | { readonly kind: 'either'; readonly next: readonly number[] }
  | { readonly kind: 'found' }

export interface States {
  readonly list: readonly State[]
  readonly start: number
}

/** Parts that are written out. Each costs time when the automaton is built. */
const PARTS_MAX = 5_000

/**
 * The automaton of a pattern. Source: Thompson, "Regular expression search algorithm", 1968.
 * @throws PatternError with `too_complex`
 */
export const statesOf = (pattern: PatternNode): States => {
  const list: State[] = [{ kind: 'found' }]
  let parts = 0
  const add = (state: State): number => list.push(state) - 1

  const build = (node: PatternNode, next: number): number => {
    if (++parts > PARTS_MAX) throw new PatternError('too_complex')
    switch (node.kind) {
      case 'chars':
        return add({ kind: 'chars', ranges: node.ranges, next })
      case 'place':
        return add({ kind: 'place', place: node.place, next })
      case 'sequence':
        return node.parts.reduceRight((after, part) => build(part, after), next)
      case 'either':
        return add({ kind: 'either', next: node.parts.map((part) => build(part, next)) })
      case 'repeat':
        return repeat(node, next)
    }
  }

  const repeat = ({ part, least, most }: PatternNode & { kind: 'repeat' }, next: number): number => {
    let from = next
    if (most === Number.POSITIVE_INFINITY) {
      const ways = [next]
      from = add({ kind: 'either', next: ways })
      ways.push(build(part, from))
    } else for (let more = least; more < most; more++) from = add({ kind: 'either', next: [build(part, from), next] })
    for (let more = 0; more < least; more++) from = build(part, from)
    return from
  }

  const start = build(pattern, 0)
  return { list, start }
}
