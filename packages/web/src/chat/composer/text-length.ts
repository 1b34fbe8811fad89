import { limits } from '@parley/protocol/limits'

/** The counter shows itself from here on. */
const shownFrom = limits.textMaxChars - 500

/** How many characters are left (negative: too many) once that matters; characters are Unicode code points. */
export const charactersLeft = (text: string): number | undefined => {
  // Code points are never more than UTF-16 units, so short texts need no counting.
  if (text.length < shownFrom) return undefined
  const left = limits.textMaxChars - [...text].length
  return left <= limits.textMaxChars - shownFrom ? left : undefined
}
