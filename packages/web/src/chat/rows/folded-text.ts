/** From here on a text is folded: it would fill the screen. */
const foldChars = 2_400
const foldLines = 36
/** What the fold shows, and a little more. */
const shownChars = 1_500
const shownLines = 20

const cut = (text: string): string => {
  const lines = text.split('\n', shownLines).join('\n').slice(0, shownChars)
  // A cut through a surrogate pair would show as a broken character.
  return /[\ud800-\udbff]$/.test(lines) ? lines.slice(0, -1) : lines
}

const folded = new WeakMap<object, { readonly text: string }>()

/**
 * The beginning of a text too long to show at once, or undefined. Only that much is parsed and laid out until somebody
 * asks for the rest: thousands of combining marks take the browser seconds.
 */
export const foldedText = (body: { readonly text: string }): { readonly text: string } | undefined => {
  const { text } = body
  if (text.length <= foldChars && text.split('\n', foldLines + 1).length <= foldLines) return undefined
  const known = folded.get(body) ?? { text: cut(text) }
  folded.set(body, known)
  return known
}
