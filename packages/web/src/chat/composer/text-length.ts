import { limits } from '@parley/protocol/limits'

/** The counter appears from this length on. */
const counterFromChars = limits.textMaxChars - 500

/**
 * The number of characters left (negative if too many), or undefined while far from the limit. Characters are Unicode
 * code points.
 */
export const charactersLeft = (text: string): number | undefined => {
  // A text never has more code points than UTF-16 units, so short texts need no counting.
  if (text.length < counterFromChars) return undefined
  const left = limits.textMaxChars - [...text].length
  return left <= limits.textMaxChars - counterFromChars ? left : undefined
}
