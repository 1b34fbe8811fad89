import { charAt, charBefore, isAsciiWord, isPunctuation, isSpaceOrEnd, isWide, isWordChar } from './scripts'

/** A run of equal characters in a text. */
export interface SignRun {
  readonly char: string
  readonly from: number
  readonly to: number
}

export interface Sides {
  readonly canOpen: boolean
  readonly canClose: boolean
}

const neither: Sides = { canOpen: false, canClose: false }
const isMark = (char: string | undefined): boolean => char !== undefined && '*_~'.includes(char)
const isSlash = (char: string | undefined): boolean => char === '/' || char === '\\'
const openingPunctuation = /^[\p{Ps}\p{Pi}¿¡]$/u
const closingPunctuation = /^[\p{Pe}\p{Pf}.,:;!?…。，、：；！？%％]$/u
/** Punctuation that only begins or only ends a phrase. ASCII quotation marks do both. */
const onlyOpens = (char: string | undefined): boolean => char !== undefined && openingPunctuation.test(char)
const onlyCloses = (char: string | undefined): boolean => char !== undefined && closingPunctuation.test(char)
const isQuotation = (char: string | undefined): boolean => char !== undefined && `"'\``.includes(char)

/**
 * Marks between two letters. Only `**` beside Chinese formats there. `2**3`, `10*20*30`, `长*宽*高` and `snake_case`
 * don't.
 */
const betweenLetters = ({ char, length }: { char: string; length: number }, isBesideWide: boolean): Sides => {
  if (char === '~') return { canOpen: false, canClose: isBesideWide }
  return char === '*' && length === 2 && isBesideWide ? { canOpen: true, canClose: true } : neither
}

/**
 * ASCII punctuation that holds a word together, as in `a.*b` and `__init__.py`. `*Titanic*'s` and `*non*-negotiable`
 * are phrases.
 */
const isGlue = (char: string | undefined): boolean => char !== undefined && /^[!-&(-),./:-@[-^{|}]$/.test(char)

/**
 * Emoticons such as `-_-` and `>_<`: a mark between two other punctuation characters formats nothing, unless they
 * surround a phrase.
 */
const inFace = (before: string | undefined, after: string | undefined): Sides => {
  if (before === after) return neither
  const isWideBefore = isWide(before) || /^[([{]$/.test(before ?? '')
  return {
    canOpen: onlyOpens(after) || isQuotation(after) || isMark(after) || isMark(before) || isWideBefore,
    canClose: onlyCloses(before) || isQuotation(before) || isMark(before) || isMark(after),
  }
}

const and = (one: Sides, other: Sides): Sides => ({
  canOpen: one.canOpen && other.canOpen,
  canClose: one.canClose && other.canClose,
})

/**
 * CommonMark's "left-flanking" and "right-flanking", except that Chinese needs no space beside punctuation:
 * `**重要：**请看`.
 */
const flanking = (before: string | undefined, after: string | undefined): Sides => {
  const isFree = isWide(before) || isWide(after)
  const [punctuationBefore, punctuationAfter] = [isPunctuation(before), isPunctuation(after)]
  return {
    canOpen:
      !isSpaceOrEnd(after) &&
      (!punctuationAfter || isSpaceOrEnd(before) || punctuationBefore || (isFree && !onlyCloses(after))),
    canClose:
      !isSpaceOrEnd(before) &&
      (!punctuationBefore || isSpaceOrEnd(after) || punctuationAfter || (isFree && !onlyOpens(before))),
  }
}

/**
 * Whether a run of `*`, `_` or `~` can open and close a phrase at its position. The rules are in
 * docs/decisions/0025-formatting.md.
 */
export const sidesOf = (text: string, { char, from, to }: SignRun): Sides => {
  const length = to - from
  if (length > 3 || (char === '~' && length !== 2)) return neither
  const [before, after] = [charBefore(text, from), charAt(text, to)]
  if (isWordChar(before) && isWordChar(after)) return betweenLetters({ char, length }, isWide(before) || isWide(after))
  let sides = flanking(before, after)
  if (isPunctuation(before) && isPunctuation(after)) sides = and(sides, inFace(before, after))
  const isSingle = char === '_' || length !== 2
  // A single mark directly after a letter belongs to it, as in `5*` and `foo_`. So do tildes: `好的~~`.
  if ((isSingle || char === '~') && isWordChar(before)) sides = { ...sides, canOpen: false }
  if (isSingle && isWordChar(after)) sides = { ...sides, canClose: false }
  if (isSlash(before)) return neither
  if (isSlash(after)) sides = { ...sides, canClose: false }
  if (!isSingle) return sides
  return and(sides, {
    canOpen: !(isGlue(before) && isAsciiWord(text.charAt(from - 2))),
    canClose: !(isGlue(after) && isAsciiWord(text.charAt(to + 1))),
  })
}
