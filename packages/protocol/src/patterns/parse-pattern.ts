import { normalized } from '../normalize'
import { type CharRange, digits, lineEnds, othersThan, spaces, wordChars } from './char-ranges'
import { PatternError, type PatternProblem } from './pattern-error'

/** A place in a text: the beginning or end of a line, or the side of a word of ASCII letters and digits, or neither. */
export type Place = 'start' | 'end' | 'boundary' | 'inside'

/** A parsed pattern. */
export type PatternNode =
  | { readonly kind: 'chars'; readonly ranges: readonly CharRange[] }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'either'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly least: number; readonly most: number }
  | { readonly kind: 'place'; readonly place: Place }

/** Repetitions are written out. */
const REPEAT_MAX = 100
/** Larger ranges aren't those of letters with two cases. */
const FOLDED_MAX = 100

const sets: Readonly<Record<string, readonly CharRange[]>> = {
  d: digits,
  D: othersThan(digits),
  w: wordChars,
  W: othersThan(wordChars),
  s: spaces,
  S: othersThan(spaces),
}
const places: Readonly<Record<string, Place>> = { b: 'boundary', B: 'inside' }
const controls: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/**
 * Parses the part of the syntax of JavaScript that an automaton can match: no references and no looking around.
 * @param fold brings characters into the form of the searched texts
 */
export class PatternParser {
  readonly #chars: readonly string[]
  #at = 0

  constructor(
    source: string,
    private readonly fold: (text: string) => string,
  ) {
    // A letter and its marks are one character, also in a class or before a count.
    this.#chars = [...normalized(source, 'NFC')]
  }

  /** @throws PatternError */
  parse(): PatternNode {
    const node = this.#either()
    if (this.#at < this.#chars.length) throw this.#problem('syntax')
    return node
  }

  #either(): PatternNode {
    const parts = [this.#sequence()]
    while (this.#takes('|')) parts.push(this.#sequence())
    return parts.length === 1 && parts[0] ? parts[0] : { kind: 'either', parts }
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = []
    for (let next = this.#next; next !== undefined && next !== '|' && next !== ')'; next = this.#next)
      parts.push(this.#repeated(this.#item()))
    return { kind: 'sequence', parts }
  }

  #repeated(part: PatternNode): PatternNode {
    const counts = this.#counts()
    if (!counts) return part
    // A sign for the shortest match changes nothing about whether there is one.
    this.#takes('?')
    if (this.#counts()) throw this.#problem('syntax', -1)
    return { kind: 'repeat', part, least: counts.least, most: counts.most }
  }

  #counts(): { readonly least: number; readonly most: number } | undefined {
    if (this.#takes('*')) return { least: 0, most: Number.POSITIVE_INFINITY }
    if (this.#takes('+')) return { least: 1, most: Number.POSITIVE_INFINITY }
    if (this.#takes('?')) return { least: 0, most: 1 }
    if (this.#next !== '{') return undefined
    const [whole, from, comma, to] = /^\{(\d{1,3})(?:(,)(\d{1,3})?)?\}/.exec(this.#rest) ?? []
    if (whole === undefined) throw this.#problem('syntax')
    const least = Number(from)
    const most = comma === undefined ? least : to === undefined ? Number.POSITIVE_INFINITY : Number(to)
    if (least > REPEAT_MAX || (most > REPEAT_MAX && most !== Number.POSITIVE_INFINITY))
      throw this.#problem('too_complex')
    if (most < least) throw this.#problem('syntax')
    this.#at += whole.length
    return { least, most }
  }

  #item(): PatternNode {
    const char = this.#next ?? ''
    if (/^[*+?{]$/.test(char)) throw this.#problem('syntax')
    this.#at++
    if (char === '(') return this.#group()
    if (char === '[') return this.#class()
    if (char === '.') return { kind: 'chars', ranges: othersThan(lineEnds) }
    if (char === '^') return { kind: 'place', place: 'start' }
    if (char === '$') return { kind: 'place', place: 'end' }
    return char === '\\' ? this.#escaped() : this.#literal(char)
  }

  #group(): PatternNode {
    const openAt = this.#at
    if (this.#takes('?') && !this.#takes(':')) throw this.#problem('unsupported')
    const node = this.#either()
    if (!this.#takes(')')) throw new PatternError('syntax', openAt)
    return node
  }

  #escaped(): PatternNode {
    const char = this.#next ?? ''
    const place = places[char]
    if (place) {
      this.#at++
      return { kind: 'place', place }
    }
    const meant = this.#escape()
    return typeof meant === 'string' ? this.#literal(meant) : { kind: 'chars', ranges: meant }
  }

  /** After a backslash: a set of characters, or one character. */
  #escape(): string | readonly CharRange[] {
    const char = this.#next
    if (char === undefined) throw this.#problem('syntax', -1)
    const set = sets[char]
    const control = controls[char]
    if (!set && control === undefined && /^[\p{L}\p{N}]$/u.test(char)) throw this.#problem('unsupported')
    this.#at++
    return set ?? control ?? char
  }

  #literal(char: string): PatternNode {
    return spelled([...this.fold(char)])
  }

  #class(): PatternNode {
    const openAt = this.#at
    const isOthers = this.#takes('^')
    const ranges: CharRange[] = []
    const words = new Set<string>()
    const add = (range: CharRange) => {
      ranges.push(range)
      for (const folded of this.#foldedIn(range))
        if ([...folded].length === 1) ranges.push(rangeOf(folded, folded))
        else words.add(folded)
    }
    while (this.#next !== ']') {
      if (this.#next === undefined) throw new PatternError('syntax', openAt)
      const from = this.#member()
      if (typeof from !== 'string') ranges.push(...from)
      else if (this.#next === '-' && this.#chars[this.#at + 1] !== ']') {
        this.#at++
        const to = this.#member()
        if (typeof to !== 'string' || rangeOf(from, to)[0] > rangeOf(from, to)[1]) throw this.#problem('syntax', -1)
        add(rangeOf(from, to))
      } else add(rangeOf(from, from))
    }
    this.#at++
    if (isOthers) return { kind: 'chars', ranges: othersThan(ranges) }
    const one: PatternNode = { kind: 'chars', ranges }
    return words.size === 0 ? one : { kind: 'either', parts: [one, ...[...words].map((word) => spelled([...word]))] }
  }

  #member(): string | readonly CharRange[] {
    const char = this.#next
    if (char === undefined) throw this.#problem('syntax', -1)
    this.#at++
    return char === '\\' ? this.#escape() : char
  }

  /** The folded forms of the characters of a range, where they differ: one character, or several. */
  #foldedIn([from, to]: CharRange): string[] {
    if (to - from >= FOLDED_MAX) return []
    return Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)).flatMap((char) => {
      const folded = this.fold(char)
      return folded === '' || folded === char ? [] : [folded]
    })
  }

  get #next(): string | undefined {
    return this.#chars[this.#at]
  }

  get #rest(): string {
    return this.#chars.slice(this.#at, this.#at + 10).join('')
  }

  #takes(char: string): boolean {
    if (this.#next !== char) return false
    this.#at++
    return true
  }

  #problem(problem: PatternProblem, offset = 0): PatternError {
    return new PatternError(problem, Math.max(1, this.#at + 1 + offset))
  }
}

const rangeOf = (from: string, to: string): CharRange => [from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]

/** Characters one after another. */
const spelled = (chars: readonly string[]): PatternNode => {
  const parts = chars.map((one): PatternNode => ({ kind: 'chars', ranges: [rangeOf(one, one)] }))
  return parts.length === 1 && parts[0] ? parts[0] : { kind: 'sequence', parts }
}
