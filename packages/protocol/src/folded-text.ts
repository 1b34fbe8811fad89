import { normalized } from './normalize'

/**
 * All but the characters that stand for words of more than four characters, such as U+FDFA. Folded, those would make texts
 * up to 18 times longer.
 */
const others =
  /[^\u3307\u3315-\u3317\u3319\u331a\u3320\u332b\u332e\u3332\u3334\u3336\u3347\u334a\u3356\u33ae\u33af\ufdfa\ufdfb]+/gu

/** A text without regard to width and other forms of characters, at most four times as long. */
export const plainForm = (text: string, form: 'NFKC' | 'NFKD'): string =>
  text.replace(others, (part) => normalized(part, form))

/**
 * A text in the form in which words are compared: without regard to case and width, and without invisible characters and
 * accents. In other scripts, marks are vowels or make other letters, such as those of Thai, Hindi and Japanese: they stay.
 */
export const foldedText = (text: string): string =>
  // U+2800 is a pattern of Braille without dots.
  plainForm(text.replace(/[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800]/gu, ''), 'NFKD')
    .replace(/([\p{sc=Latin}\p{sc=Greek}\p{sc=Cyrillic}\p{sc=Hebrew}\p{sc=Arabic}])\p{M}+/gu, '$1')
    // These accents belong to no other script. Between other letters they would only hide words.
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    // Sigma at the end of a word.
    .replaceAll('\u03c2', '\u03c3')
    .normalize('NFC')

/** The code points of a text. */
export const codesOf = (chars: readonly string[]): Uint32Array =>
  Uint32Array.from(chars, (char) => char.codePointAt(0) ?? 0)
