import { type Meter, runEnd } from './meter'
import { charAt, imitatesHost, type Script, scriptOf } from './scripts'

interface Source {
  readonly text: string
  readonly meter: Meter
}

export interface Host {
  readonly end: number
  /** The script of its last letter. Undefined for numeric addresses and addresses in brackets. */
  readonly script: Script | undefined
  readonly dots: number
}

const isHostChar = (char: string | undefined): char is string =>
  char !== undefined && /^[\p{L}\p{N}\p{M}_-]$/u.test(char)
const isInBrackets = (char: string): boolean => /^[\da-f:.]$/i.test(char)

/** Longer names and labels exist nowhere (RFC 1035). Texts that repeat the start of an address would be read again and again. */
const maxHostChars = 253
const maxLabelChars = 63

/** Whether the label that continues at `from` ends with a dot that another label follows. */
const hasNextLabel = ({ text, meter }: Source, from: number): boolean => {
  let at = from
  for (let char = charAt(text, at); isHostChar(char) && at - from <= maxLabelChars; char = charAt(text, at))
    at += char.length
  meter.reads += at - from + 1
  return text.charAt(at) === '.' && isHostChar(charAt(text, at + 1))
}

/**
 * The host of an address that starts at `from`, or undefined. It ends where the script changes, so that Chinese
 * directly after an ASCII host is text: `https://a.example这个`. Only the first label may mix scripts, and only those
 * whose letters look different. A host that is too long is text.
 */
export const hostAt = (source: Source, from: number): Host | undefined => {
  const { text, meter } = source
  if (text.charAt(from) === '[') {
    const close = runEnd(source, from + 1, isInBrackets)
    return text.charAt(close) === ']' && close > from + 1 ? { end: close + 1, script: undefined, dots: 0 } : undefined
  }
  let at = from
  let end = from
  let dots = 0
  let script: Script | undefined
  let inLabel: Script | undefined
  /** The label has begun. Digits at its start count as Latin. */
  let hasBegun = false
  while (at - from <= maxHostChars) {
    const char = charAt(text, at)
    if (char === '.' && end === at && end > from && isHostChar(charAt(text, at + 1))) {
      dots++
      at++
      inLabel = undefined
      hasBegun = false
      continue
    }
    if (!isHostChar(char)) break
    const next = scriptOf(char)
    const isChange = next !== undefined && next !== (inLabel ?? (hasBegun ? 'latin' : next))
    if (isChange && ((dots > 0 && inLabel) || !hasNextLabel(source, at))) break
    inLabel = next ?? inLabel
    hasBegun = true
    script = inLabel ?? script
    at += char.length
    // These characters at its end belong to the sentence.
    if (!'-_'.includes(char)) end = at
  }
  meter.reads += at - from + 1
  if (end === from || at - from > maxHostChars || imitatesHost(text.slice(from, end))) return undefined
  return { end, script, dots }
}
