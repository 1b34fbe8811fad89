/** Letters of right-to-left scripts, and marks that change the direction of the text around them. */
const turning =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const [begin, end] = ['\u2068', '\u2069']

/** Closes the open isolates of a text, and drops ends without a beginning. */
const balanced = (text: string): string => {
  let open = 0
  const kept = text.replace(/[\u2066-\u2069]/g, (mark) => {
    if (mark !== end) open++
    else if (open > 0) open--
    else return ''
    return mark
  })
  return kept + end.repeat(open)
}

/**
 * Isolates a name or text inside a sentence, so that neither changes the direction of the other. Text that can't change any
 * direction is returned unchanged. After the Unicode Bidirectional Algorithm (UAX #9): FIRST STRONG ISOLATE to POP DIRECTIONAL ISOLATE.
 */
export const isolated = (text: string): string => (turning.test(text) ? begin + balanced(text) + end : text)
