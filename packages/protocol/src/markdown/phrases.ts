import { charBefore, isWordChar } from './scripts'

const han = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]$/u
/** Half-width kana and modifier letters are parts of emoticons: `(*ﾟдﾟ*)`. */
const inFaces = /^[\p{Lm}\uff65-\uff9f]$/u

/** Finds out whether parts of a text, read from left to right, have anything to emphasise. */
export class Phrases {
  readonly #text: string
  readonly #from: number
  #read: number
  #isAfterLetter = false
  #lastLetter = -1
  #lastWord = -1
  #lastBreak = -1

  constructor(text: string, from: number) {
    this.#text = text
    this.#from = this.#read = from
  }

  /** Characters read so far. */
  get reads(): number {
    return this.#read - this.#from
  }

  #readTo(end: number): void {
    for (; this.#read < end; this.#read++) {
      const at = this.#read
      const char = this.#text.charAt(at)
      // Surrogate pairs count at their second half.
      if (/[\ud800-\udbff]/.test(char)) continue
      const whole = charBefore(this.#text, at + 1)
      const isLetter = isWordChar(whole) && !inFaces.test(whole ?? '')
      if (!/^\w$/.test(char)) this.#lastBreak = at
      if (isWordChar(whole)) this.#lastLetter = at
      if (isLetter && (this.#isAfterLetter || han.test(whole ?? ''))) this.#lastWord = at
      this.#isAfterLetter = isLetter
    }
  }

  /**
   * Whether the text between two runs of marks is a phrase. `^_^` in `(*^_^*)` is an emoticon, `init` in `__init__` a
   * name.
   * @param signs the character of the marks, and the length of the runs
   */
  holds({ from, to }: { from: number; to: number }, signs: { char: string; count: number }): boolean {
    this.#readTo(to)
    if (this.#lastLetter < from) return false
    if (signs.char === '_' && signs.count === 2) return this.#lastBreak >= from
    if (signs.count !== 1) return true
    const isInParentheses = /^[(（]$/.test(this.#text.charAt(from - 2)) && /^[)）]$/.test(this.#text.charAt(to + 1))
    return this.#lastWord >= from || (!isInParentheses && this.#beginsWithLetter(from))
  }

  /** Whether a letter or digit follows, directly or after marks within the phrase. */
  #beginsWithLetter(from: number): boolean {
    const [, first] = /^[*_~]{0,8}([^*_~])/su.exec(this.#text.slice(from, from + 10)) ?? []
    return isWordChar(first)
  }
}
