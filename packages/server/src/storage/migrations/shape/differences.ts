import type { Shape } from './shape'

/** A difference between a database and the result of the migrations. */
export interface Difference {
  /** Names the part: `column messages.mentions`. */
  readonly part: string
  readonly how: 'missing' | 'different' | 'unexpected'
  /** Definitions of the part; undefined where the part is missing. */
  readonly expected: string | undefined
  readonly found: string | undefined
  /** Whether statements would fail, or store wrong data. Otherwise they are only slower. */
  readonly breaks: boolean
}

/** All differences between `found` and `expected`. Tables, columns and indexes that operators added don't count. */
export const shapeDifferences = (expected: Shape, found: Shape): Difference[] => [
  ...Object.entries(expected)
    .filter(([part, definition]) => found[part] !== definition && !isInMissingTable(part, found))
    .map(([part, definition]): Difference => {
      const how = found[part] === undefined ? 'missing' : 'different'
      return { part, how, expected: definition, found: found[part], breaks: isNeeded(part, definition) }
    }),
  ...Object.entries(found)
    .filter(([part, definition]) => expected[part] === undefined && stopsInserts(part, definition, expected))
    .map(([part, definition]): Difference => {
      return { part, how: 'unexpected', expected: undefined, found: definition, breaks: true }
    }),
]

const tableOf = (part: string): string => /^\w+ (\w+)/.exec(part)?.[1] ?? ''

/** A missing table is one difference, not one for each of its columns. */
const isInMissingTable = (part: string, found: Shape): boolean =>
  /^(column|unique|reference) /.test(part) && found[`table ${tableOf(part)}`] === undefined

/** Other indexes affect only speed, and references only the database's own checks. */
const isNeeded = (part: string, definition: string): boolean =>
  /^(table|column|unique) /.test(part) || (part.startsWith('index ') && /^create unique /i.test(definition))

/** A column that this version doesn't fill, and that can't stay empty. */
const stopsInserts = (part: string, definition: string, expected: Shape): boolean =>
  part.startsWith('column ') &&
  expected[`table ${tableOf(part)}`] !== undefined &&
  / not null/.test(definition) &&
  !/ default | identity/.test(definition)

/** Describes a difference: `column messages.mentions is missing`. */
export const differenceText = ({ part, how, expected, found }: Difference): string => {
  if (how === 'missing') return `${part} is missing`
  if (how === 'different') return `${part} is \`${found}\` instead of \`${expected}\``
  return `${part} is unknown here and can't stay empty`
}
