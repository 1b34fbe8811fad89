/** Kinds of letters that don't mix within a word. Digits and hyphens go with any. */
export type Script = 'latin' | 'wide' | 'cyrillic' | 'greek' | 'arabic' | 'other'

const wide =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\u30fb\u30fc\uff00-\uff9f]$/u
const scripts: readonly (readonly [Script, RegExp])[] = [
  ['wide', wide],
  ['latin', /^\p{Script=Latin}$/u],
  ['cyrillic', /^\p{Script=Cyrillic}$/u],
  ['greek', /^\p{Script=Greek}$/u],
  ['arabic', /^\p{Script=Arabic}$/u],
]

/** The script of a letter. Undefined for anything else. */
export const scriptOf = (char: string): Script | undefined => {
  if (char < '\u0080') return /^[a-z]$/i.test(char) ? 'latin' : undefined
  return /^\p{L}$/u.test(char) ? (scripts.find(([, letters]) => letters.test(char))?.[0] ?? 'other') : undefined
}

/** Scripts with letters that look the same, such as `a` and `а`. */
const lookalikeScripts: ReadonlySet<Script | undefined> = new Set<Script>(['latin', 'cyrillic', 'greek'])

/** Whether these scripts differ and have letters that look the same. */
export const areLookalike = (one: Script | undefined, other: Script | undefined): boolean =>
  one !== other && lookalikeScripts.has(one) && lookalikeScripts.has(other)

/**
 * Whether a part of a host mixes letters that look like those of another script, as in `аpple.com` with a Cyrillic `а`.
 * Such a host imitates another one.
 */
export const imitatesHost = (host: string): boolean =>
  host.split('.').some((part) => {
    const found = [...part].flatMap((char) => scriptOf(char) ?? [])
    return found.some((script) => areLookalike(found[0], script))
  })

/** Whether a character is Chinese, Japanese or Korean, including punctuation. These have no spaces around them. */
export const isWide = (char: string | undefined): boolean => char !== undefined && char > '\u1000' && wide.test(char)

/** A letter or digit of any script, or a combining mark. */
export const isWordChar = (char: string | undefined): boolean => char !== undefined && /^[\p{L}\p{N}\p{M}]$/u.test(char)
export const isSpaceOrEnd = (char: string | undefined): boolean => char === undefined || /^\s$/u.test(char)
export const isPunctuation = (char: string | undefined): boolean => char !== undefined && /^[\p{P}\p{S}]$/u.test(char)
export const isAsciiWord = (char: string | undefined): boolean => char !== undefined && /^[a-z\d]$/i.test(char)

/** The character that starts at `at`. Surrogate pairs count as one. */
export const charAt = (text: string, at: number): string | undefined => {
  const code = text.codePointAt(at)
  return code === undefined ? undefined : String.fromCodePoint(code)
}

export const charBefore = (text: string, at: number): string | undefined => {
  if (at <= 0) return undefined
  const low = text.charCodeAt(at - 1)
  return text.slice(low >= 0xdc00 && low <= 0xdfff && at > 1 ? at - 2 : at - 1, at)
}
