/** A line of a message, or its rest after the markers of quotes and lists. */
export interface Line {
  readonly text: string
  /** Position of its first character in the source. */
  readonly at: number
}

/** The lines of a source with their positions. */
export const linesOf = (source: string): Line[] => {
  const lines: Line[] = []
  let at = 0
  for (const { 0: end, index } of source.matchAll(/\r\n|\r|\n|$/g)) {
    lines.push({ text: source.slice(at, index), at })
    at = index + end.length
  }
  return lines
}

/** A line without its first `chars` characters. */
export const cutLine = ({ text, at }: Line, chars: number): Line => ({ text: text.slice(chars), at: at + chars })

/** Lines as typed. */
export const typed = (lines: readonly Line[]): string => lines.map(({ text }) => text).join('\n')
