/** Sets of characters, as sorted ranges of code points. */
export type CharRange = readonly [from: number, to: number]

export const LAST_CHAR = 0x10ffff
const codeOf = (char: string): number => char.codePointAt(0) ?? 0

export const digits: readonly CharRange[] = [[codeOf('0'), codeOf('9')]]
/** Letters, digits and the underscore of ASCII. */
export const wordChars: readonly CharRange[] = [
  ...digits,
  [codeOf('A'), codeOf('Z')],
  [codeOf('_'), codeOf('_')],
  [codeOf('a'), codeOf('z')],
]
/** White space, as in JavaScript. */
export const spaces: readonly CharRange[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
/** Line ends, as in JavaScript. */
export const lineEnds: readonly CharRange[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
]

export const hasChar = (ranges: readonly CharRange[], code: number): boolean =>
  ranges.some(([from, to]) => from <= code && code <= to)

/** All characters that aren't in the set. */
export const othersThan = (ranges: readonly CharRange[]): CharRange[] => {
  const others: CharRange[] = []
  let from = 0
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0])) {
    if (start > from) others.push([from, start - 1])
    from = Math.max(from, end + 1)
  }
  if (from <= LAST_CHAR) others.push([from, LAST_CHAR])
  return others
}
