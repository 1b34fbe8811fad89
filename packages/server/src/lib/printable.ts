/** Control characters (C0, DEL, C1), line separators, lone surrogates and characters that change the text direction. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** Characters that one text of a caller may take in a log line or on a terminal. */
export const PRINTED_CHARS = 100

/** Escapes control characters and direction changes as JSON does: `\u001b`. */
export const withoutControls = (text: string): string => text.replace(unprintable, escaped)

/** Text of at most `maxChars` UTF-16 units; a longer one ends with an ellipsis. */
export const shortened = (text: string, maxChars = PRINTED_CHARS): string =>
  text.length > maxChars ? `${text.slice(0, maxChars - 1)}…` : text

/**
 * Makes text of unknown origin safe to print on a terminal: one line, at most `maxChars` UTF-16 units before control
 * characters are escaped.
 */
export const printable = (text: string, maxChars = PRINTED_CHARS): string => withoutControls(shortened(text, maxChars))
