/**
 * Characters that show nothing by themselves: white space, controls, formats, combining marks without a letter, and
 * noncharacters. Fonts leave out others: variation selectors, tags, Hangul fillers and zero-width characters. Others are
 * drawn empty: the empty braille pattern, a note without a head, and blanks among hieroglyphs. Characters of newer Unicode
 * versions count as visible, because devices that know them draw them.
 */
const blank =
  '\\p{White_Space}\\p{Default_Ignorable_Code_Point}\\p{Cc}\\p{Cf}\\p{Cs}\\p{M}\\p{Noncharacter_Code_Point}\\u2800\\u{1d159}\\u{13441}\\u{13442}'
const visible = new RegExp(`[^${blank}]`, 'u')

/** Whether a text shows anything. Every text field of the contract refuses invisible text, or stores it as empty. */
export const isVisible = (text: string): boolean => visible.test(text)

/** A text without white space at its ends. Empty if it shows nothing. */
export const visibleText = (text: string): string => (isVisible(text) ? text.trim() : '')

/**
 * Characters that show nothing and hide what a line says: marks of direction, zero-width spaces, soft hyphens and
 * obsolete controls. Joiners, variation selectors and tags are parts of words and emoji, so they are left out.
 */
const hidden = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]/gu

/** A line without hidden characters, and without white space at its ends. */
export const withoutHidden = (line: string): string => line.replace(hidden, '').trim()
