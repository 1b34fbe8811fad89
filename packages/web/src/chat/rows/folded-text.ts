/** Longer texts are folded, since they would fill the screen. */
const foldChars = 2_400
const foldLines = 36
/** The length of the kept text, slightly more than the fold shows. */
const shownChars = 1_500
const shownLines = 20

const cut = (text: string): string => {
  const lines = text.split('\n', shownLines).join('\n').slice(0, shownChars)
  // A split surrogate pair would render as a broken character.
  return /[\ud800-\udbff]$/.test(lines) ? lines.slice(0, -1) : lines
}

const folded = new WeakMap<object, { readonly text: string }>()

/**
 * The beginning of a text that is too long to show at once, or undefined. The client parses and lays out the rest only
 * on request: thousands of combining marks take browsers seconds.
 */
export const foldedText = (body: { readonly text: string }): { readonly text: string } | undefined => {
  const { text } = body
  if (text.length <= foldChars && text.split('\n', foldLines + 1).length <= foldLines) return undefined
  const known = folded.get(body) ?? { text: cut(text) }
  folded.set(body, known)
  return known
}
