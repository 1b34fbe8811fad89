/** Unicode's Stream-Safe Text Format (UAX 15) allows so many marks in a row. No language needs more. */
const MARKS_MAX = 30
/** The two half-width marks of Japanese become ordinary ones. */
const mark = String.raw`[\p{M}\uff9e\uff9f]`
const longRuns = new RegExp(`(${mark}{${MARKS_MAX}})${mark}+`, 'gu')

/**
 * A text in a normal form of Unicode, in time linear in its length. The runtime sorts the marks after a character in
 * quadratic time. Therefore only the first 30 marks of a run stay.
 */
export const normalized = (text: string, form: 'NFC' | 'NFD' | 'NFKC' | 'NFKD'): string =>
  text.replace(longRuns, '$1').normalize(form)
