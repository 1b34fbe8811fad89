/** Counts the characters that the parser reads. Tests use the count to prove that parsing takes linear time. */
export interface Meter {
  reads: number
}

/** Reads `text` from `from` while `holds` accepts the next character; returns where the run ends. */
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
