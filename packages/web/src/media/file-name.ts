import { limits } from '@parley/protocol/limits'
import { cleanLine } from '../lib/clean-line'

/**
 * A file's name as the server accepts it. A name that is too long keeps its end. Empty for a name without visible
 * characters.
 */
export const sentName = (name: string): string => cleanLine(cleanLine(name).slice(-limits.mediaNameMaxChars))

/** Invisible marks that change the direction of the text around them. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A file's name with visible direction marks: `annual[U+202E]fdp.exe`. */
export const plainName = (name: string): string =>
  name.replace(turning, (mark) => `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)

/** The width of the end that stays visible, in narrow characters: the extension, and a little before it. */
const endWidth = 9

/** Characters that are about twice as wide as others. */
const wide = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{Extended_Pictographic}\uff00-\uffef]/u

/** A name in two parts, of which the first may be truncated. */
export const nameParts = (name: string): readonly [start: string, end: string] => {
  const letters = [...name]
  let cut = letters.length
  for (let left = endWidth; cut > 0; cut--) {
    left -= wide.test(letters[cut - 1] ?? '') ? 2 : 1
    if (left < 0) break
  }
  const shown = letters.map(plainName)
  return [shown.slice(0, cut).join(''), shown.slice(cut).join('')]
}

/** The extension of a name in lower case, such as `pdf`. Empty without one. */
export const endingOf = (name: string): string => /\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
