import { type Meter, runEnd } from './meter'

/** An address in a text, and where it ends. */
export interface Found {
  readonly end: number
  readonly shown: string
  readonly href: string
}

interface Source {
  readonly text: string
  readonly meter: Meter
}

/** Chinese punctuation directly after an address doesn't belong to it. */
const isUrlChar = (char: string): boolean => !/[\s<\u3000-\u303f\uff01-\uff5e“”‘’…—]/.test(char)
const isLetterOrDigit = (char: string): boolean => /^[a-z\d]$/i.test(char)
const isTrailing = (char: string): boolean => /[?!.,:;*_'"~]/.test(char)
const starts = ['https://', 'http://', 'ftp://', 'www.']

/** The end of an address without the punctuation of the sentence around it: GFM, "Extended autolinks". */
const trimmedEnd = ({ text, meter }: Source, { from, to }: { from: number; to: number }): number => {
  let balance = 0
  for (let at = from; at < to; at++) {
    const char = text.charAt(at)
    if (char === '(') balance++
    else if (char === ')') balance--
  }
  let end = to
  for (; end > from; end--) {
    const char = text.charAt(end - 1)
    if (char === ')' && balance < 0) balance++
    else if (!isTrailing(char)) break
  }
  meter.reads += 2 * (to - from)
  return end
}

/** The address of a page that starts at `at`, without any mark around it. */
export const urlAt = (source: Source, at: number): Found | undefined => {
  const { text } = source
  source.meter.reads += 8
  const head = text.slice(at, at + 8).toLowerCase()
  const start = starts.find((one) => head.startsWith(one))
  if (start === undefined || !isLetterOrDigit(text.charAt(at + start.length))) return undefined
  if (start === 'www.' && isLetterOrDigit(text.charAt(at - 1))) return undefined
  const end = trimmedEnd(source, { from: at + start.length, to: runEnd(source, at, isUrlChar) })
  const shown = text.slice(at, end)
  return { end, shown, href: start === 'www.' ? `http://${shown}` : shown }
}

const isLocal = (char: string): boolean => /^[\w.+-]$/.test(char)
const isDomain = (char: string): boolean => /^[\w.-]$/.test(char)
const domain = /^[a-z\d_-]+(?:\.[a-z\d_-]+)*\.[a-z\d_-]*[a-z\d]$/i

/** The mail address around the `@` at `at`; its local part starts at `from` or later. */
export const mailAt = (
  source: Source,
  { from, at }: { from: number; at: number },
): (Found & { start: number }) | undefined => {
  const { text, meter } = source
  let start = at
  while (start > from && isLocal(text.charAt(start - 1))) start--
  meter.reads += at - start + 1
  let end = runEnd(source, at + 1, isDomain)
  while (end > at && text.charAt(end - 1) === '.') end--
  if (start === at || !domain.test(text.slice(at + 1, end))) return undefined
  meter.reads += end - at
  const shown = text.slice(start, end)
  return { start, end, shown, href: `mailto:${shown}` }
}

const scheme = /^[a-z][a-z\d+.-]{1,31}:/i

/** The address in angle brackets that starts at `at`. */
export const bracketedAt = (source: Source, at: number): Found | undefined => {
  const { text } = source
  const end = runEnd(source, at + 1, (char) => char !== '<' && char !== '>' && !/\s/.test(char))
  if (text.charAt(end) !== '>') return undefined
  const shown = text.slice(at + 1, end)
  if (scheme.test(shown)) return { end: end + 1, shown, href: shown }
  const sign = shown.indexOf('@')
  const mail = sign < 0 ? undefined : mailAt({ text: shown, meter: source.meter }, { from: 0, at: sign })
  return mail?.start === 0 && mail.end === shown.length ? { end: end + 1, shown, href: mail.href } : undefined
}
