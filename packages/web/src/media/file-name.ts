import { limits } from '@parley/protocol/limits'
import { cleanLine } from '../clean-line'

/** A file's name as the server takes it, with its end where it is too long; empty where it shows nothing. */
export const sentName = (name: string): string => cleanLine(cleanLine(name).slice(-limits.mediaNameMaxChars))

/** Marks that turn the direction of the text around them, and are not seen themselves. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

/** A file's name in which marks of direction are seen: `annual[U+202E]fdp.exe`. */
export const plainName = (name: string): string =>
  name.replace(turning, (mark) => `[U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`)

/** Letters at the end of a name that stay in sight: its ending, and a little before it. */
const endLetters = 9

/** A name in two parts, of which the first may be cut short. */
export const nameParts = (name: string): readonly [start: string, end: string] => {
  const letters = [...name].map(plainName)
  const cut = Math.max(0, letters.length - endLetters)
  return [letters.slice(0, cut).join(''), letters.slice(cut).join('')]
}

/** The ending of a name in small letters, such as `pdf`; '' without one. */
export const endingOf = (name: string): string => /\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toLowerCase() ?? ''
