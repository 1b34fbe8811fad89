/** Counts the characters that the parser reads. Tests use the count to prove that parsing takes linear time. */
export interface Meter {
  reads: number
  /**
   * If given, the parser adds the ranges of the source that are marks, which format something and aren't shown. Tests
   * use them to prove that all other characters are shown.
   */
  readonly marks?: (readonly [from: number, to: number])[]
}

/** Reads `text` from `from` while `holds` accepts the next character. Returns the end of the run. */
export const runEnd = (
  { text, meter }: { readonly text: string; readonly meter: Meter },
  from: number,
  holds: (char: string) => boolean,
): number => {
  let at = from
  while (at < text.length && holds(text.charAt(at))) at++
  meter.reads += at - from + 1
  return at
}
