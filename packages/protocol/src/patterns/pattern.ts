import { foldedText } from '../folded-text'
import { type CharRange, hasChar, lineEnds, wordChars } from './char-ranges'
import { PatternParser, type Place } from './parse-pattern'
import { PatternError } from './pattern-error'
import { type States, statesOf } from './pattern-states'

/** The kinds of neighbours of a place in a text. */
const EDGE = 0
const LINE = 1
const WORD = 2
const OTHER = 3
type Beside = typeof EDGE | typeof LINE | typeof WORD | typeof OTHER

/** Entries of one table. It takes two bytes for each. */
const CELLS_MAX = 50_000
/** Steps while a table is built, which take some milliseconds together. */
const STEPS_MAX = 150_000
const FOUND = 0
const START = 1

const besideOf = (code: number): Beside => (hasChar(lineEnds, code) ? LINE : hasChar(wordChars, code) ? WORD : OTHER)

const isPlace = (place: Place, before: Beside, after: Beside): boolean => {
  if (place === 'start') return before === EDGE || before === LINE
  if (place === 'end') return after === EDGE || after === LINE
  return ((before === WORD) !== (after === WORD)) === (place === 'boundary')
}

/** Characters that no part of a pattern tells apart make one class. Each class begins at one of these code points. */
const classStarts = ({ list }: States): number[] => {
  const beside: CharRange[] = list.some(({ kind }) => kind === 'place') ? [...lineEnds, ...wordChars] : []
  const ranges = [...beside, ...list.flatMap((state) => (state.kind === 'chars' ? state.ranges : []))]
  return [...new Set([0, ...ranges.flatMap(([from, to]) => [from, to + 1])])].sort((one, other) => one - other)
}

/** The class of a character. */
const classOf = (starts: readonly number[], code: number): number => {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= code) low = middle
    else high = middle - 1
  }
  return low
}

/** A state of the deterministic automaton: states of the other one, and the character before. */
interface Whole {
  readonly kernel: readonly number[]
  readonly before: Beside
}

/** Builds the whole deterministic automaton, or refuses. Source: Rabin and Scott, "Finite automata", 1959. */
class TableBuilder {
  readonly #wholes: (Whole | undefined)[] = [undefined]
  readonly #numbers = new Map<string, number>()
  readonly #isPlaced: boolean
  /** For each state that takes characters, 1 for each class of these. */
  readonly #taken: readonly (Uint8Array | undefined)[]
  /** The last round in which a state was reached. */
  readonly #reachedIn: Uint32Array
  #round = 0
  #steps = 0

  constructor(
    private readonly states: States,
    private readonly starts: readonly number[],
  ) {
    this.#isPlaced = states.list.some(({ kind }) => kind === 'place')
    this.#taken = states.list.map((state) => (state.kind === 'chars' ? this.#classesOf(state.ranges) : undefined))
    this.#reachedIn = new Uint32Array(states.list.length)
  }

  build(): Uint16Array {
    const width = this.starts.length + 1
    const rows: number[][] = [new Array<number>(width).fill(FOUND)]
    this.#numberOf({ kernel: [this.states.start], before: EDGE })
    for (let at = START; at < this.#wholes.length; at++) {
      if (at * width > CELLS_MAX) throw new PatternError('too_complex')
      rows.push(this.#rowOf(this.#wholes[at] as Whole))
    }
    return Uint16Array.from(rows.flat())
  }

  /** Where each class of characters leads, and at last the end of the text. */
  #rowOf({ kernel, before }: Whole): number[] {
    const closures = new Map<Beside, ReadonlySet<number>>()
    const closureTo = (after: Beside) => {
      const known = closures.get(after) ?? this.#closure(kernel, before, after)
      closures.set(after, known)
      return known
    }
    const row = this.starts.map((code, at) => {
      const after = this.#isPlaced ? besideOf(code) : EDGE
      const closure = closureTo(after)
      if (closure.has(0)) return FOUND
      return this.#numberOf({ kernel: this.#moved(closure, at), before: after })
    })
    return [...row, closureTo(EDGE).has(0) ? FOUND : START]
  }

  /** The states that follow with a character of a class. A match can begin anywhere. */
  #moved(closure: ReadonlySet<number>, classAt: number): number[] {
    const { list, start } = this.states
    const round = ++this.#round
    const moved = [start]
    this.#reachedIn[start] = round
    this.#count(closure.size)
    for (const at of closure) {
      const state = list[at]
      if (state?.kind !== 'chars' || this.#taken[at]?.[classAt] !== 1 || this.#reachedIn[state.next] === round) continue
      this.#reachedIn[state.next] = round
      moved.push(state.next)
    }
    return moved.sort((one, other) => one - other)
  }

  #classesOf(ranges: readonly CharRange[]): Uint8Array {
    this.#count(ranges.length + this.starts.length)
    const taken = new Uint8Array(this.starts.length)
    for (const [from, to] of ranges) taken.fill(1, classOf(this.starts, from), classOf(this.starts, to) + 1)
    return taken
  }

  /** The states that follow without a character. */
  #closure(kernel: readonly number[], before: Beside, after: Beside): ReadonlySet<number> {
    const reached = new Set(kernel)
    for (const at of reached) {
      const state = this.states.list[at]
      this.#count(state?.kind === 'either' ? state.next.length : 1)
      if (state?.kind === 'either') for (const next of state.next) reached.add(next)
      if (state?.kind === 'place' && isPlace(state.place, before, after)) reached.add(state.next)
    }
    return reached
  }

  #numberOf(whole: Whole): number {
    const key = `${whole.before} ${whole.kernel.join(' ')}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#numbers.set(key, this.#wholes.length)
    return this.#wholes.push(whole) - 1
  }

  #count(steps: number): void {
    this.#steps += steps
    if (this.#steps > STEPS_MAX) throw new PatternError('too_complex')
  }
}

/**
 * A regular expression as a table of bounded size (decision 0033). A look takes one step for each character of the text.
 * Patterns that would need a larger table are refused.
 */
export class Pattern {
  readonly #starts: readonly number[]
  readonly #table: Uint16Array
  /** The classes of the characters of ASCII. */
  readonly #ascii: Uint16Array

  /** @throws PatternError */
  constructor(readonly source: string) {
    const states = statesOf(new PatternParser(source, foldedText).parse())
    this.#starts = classStarts(states)
    this.#table = new TableBuilder(states, this.#starts).build()
    this.#ascii = Uint16Array.from({ length: 128 }, (_, code) => classOf(this.#starts, code))
    if (this.isIn(new Uint32Array())) throw new PatternError('matches_all')
  }

  /**
   * Whether a text contains a match.
   * @param codes the code points of the folded text
   */
  isIn(codes: Uint32Array): boolean {
    const starts = this.#starts
    const table = this.#table
    const ascii = this.#ascii
    const width = starts.length + 1
    let state = START
    for (let at = 0; at < codes.length; at++) {
      const code = codes[at] as number
      const one = code < 128 ? (ascii[code] as number) : classOf(starts, code)
      state = table[state * width + one] as number
      if (state === FOUND) return true
    }
    return table[state * width + width - 1] === FOUND
  }
}
