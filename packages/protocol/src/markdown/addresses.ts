import { type Host, hostAt } from './hosts'
import { type Meter, runEnd } from './meter'
import { charAt, charBefore, type Script, scriptOf } from './scripts'

/** An address in a text, and its end. */
export interface FoundAddress {
  readonly end: number
  readonly shown: string
  readonly href: string
}

interface Source {
  readonly text: string
  readonly meter: Meter
}

const starts = ['https://', 'http://', 'ftp://', 'www.']
const isLetterOrDigit = (char: string): boolean => /^[a-z\d]$/i.test(char)
const isDigit = (char: string): boolean => char >= '0' && char <= '9'
const userInfo = /[\w.~!$&'()*+,;=:%-]{1,100}@/y
const port = /:\d{1,5}(?!\d)/y
/**
 * Paths have only ASCII characters and letters of any script. Quotes and brackets of other scripts belong to the
 * sentence.
 */
const isPathChar = (char: string): boolean =>
  char < '\u0080' ? /^[!#-;=?-[\]^_a-z{|}~]$/i.test(char) : /^[\p{L}\p{N}\p{M}]$/u.test(char)
/** After these characters, a part of a path may begin in another script: `/wiki/北京`, `?q=北京`. */
const beginsPart = (char: string): boolean => '/=&#-_+:'.includes(char)

/** The end of the path that starts at `from`: at a character that addresses can't have, or where the script changes. */
const pathEnd = ({ text, meter }: Source, from: number, script: Script | undefined): number => {
  let at = from
  // Directly after the first slash of an ASCII host, other scripts are text: `https://a.example/看这个`.
  let inPart: Script | undefined = script ?? 'latin'
  let brackets = 0
  for (let char = charAt(text, at); char !== undefined && isPathChar(char); char = charAt(text, at)) {
    if (char === '[') brackets++
    // It closes a bracket of the sentence, or a label.
    else if (char === ']' && brackets-- === 0) break
    const next = scriptOf(char) ?? (isDigit(char) ? 'latin' : undefined)
    if (next && inPart && next !== inPart && next !== 'latin') break
    if (next) inPart = inPart && inPart !== 'latin' && next === 'latin' ? inPart : next
    else if (at > from && beginsPart(char)) inPart = undefined
    at += char.length
  }
  meter.reads += at - from + 1
  return at
}

const isTrailing = (char: string): boolean => /[?!.,:;*_'"~]/.test(char)
const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }

/** The end of an address without the punctuation of the surrounding sentence. Source: GFM, "Extended autolinks". */
const trimmedEnd = ({ text, meter }: Source, { from, to }: { from: number; to: number }): number => {
  const balance = new Map<string, number>()
  const count = (bracket: string, by: number) => balance.set(bracket, (balance.get(bracket) ?? 0) + by)
  for (let at = from; at < to; at++) {
    const char = text.charAt(at)
    const opening = closing[char]
    if (opening) count(opening, -1)
    else if ('([{'.includes(char)) count(char, 1)
  }
  let end = to
  for (; end > from; end--) {
    const char = text.charAt(end - 1)
    const opening = closing[char]
    if (opening && (balance.get(opening) ?? 0) < 0) count(opening, 1)
    else if (!isTrailing(char)) break
  }
  meter.reads += 2 * (to - from)
  return end
}

/** The text that `pattern` matches at `at`, or an empty text. */
const matchAt = (pattern: RegExp, text: string, at: number): string => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** The end of an address with a known host: after its port, path, query and fragment. */
const addressEnd = (source: Source, { end, script }: Host): number => {
  const { text } = source
  const from = end + matchAt(port, text, end).length
  if (!/^[/?#]$/.test(text.charAt(from))) return from
  return trimmedEnd(source, { from, to: pathEnd(source, from, script) })
}

/** The web address that starts at `at`, without any marks around it. */
export const urlAt = (source: Source, at: number): FoundAddress | undefined => {
  const { text, meter } = source
  meter.reads += 8
  const head = text.slice(at, at + 8).toLowerCase()
  const start = starts.find((one) => head.startsWith(one))
  if (start === undefined || isLetterOrDigit(text.charAt(at - 1))) return undefined
  const isHostOnly = start === 'www.'
  // In the middle of a host it starts no other one.
  if (isHostOnly && text.charAt(at - 1) === '.' && isLetterOrDigit(text.charAt(at - 2))) return undefined
  const user = isHostOnly ? '' : matchAt(userInfo, text, at + start.length)
  meter.reads += user.length
  const host = hostAt(source, at + (isHostOnly ? 0 : start.length) + user.length)
  if (!host || (isHostOnly && host.dots === 0)) return undefined
  const end = addressEnd(source, host)
  const shown = text.slice(at, end)
  return { end, shown, href: isHostOnly ? `http://${shown}` : shown }
}

/** All web addresses in a text, for use in code, which has no links. */
export const urlsIn = (text: string): string[] => {
  const source = { text, meter: { reads: 0 } }
  const found: string[] = []
  for (let at = 0; at < text.length; at++) {
    const url = urlAt(source, at)
    if (!url) continue
    found.push(url.href)
    at = url.end - 1
  }
  return found
}

const isLocal = (char: string | undefined): boolean =>
  char !== undefined && /^[\p{Script=Latin}\p{M}\d_.+-]$/u.test(char)

/** The `mailto:` address, if browsers can parse the host. Here, they don't support international ones. */
const mailHref = (local: string, host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? `mailto:${local}@${new URL(`http://${host}`).hostname}` : undefined

/** The mail address around the `@` at `at`. Its local part starts at `from` or later. */
export const mailAt = (
  source: Source,
  { from, at }: { from: number; at: number },
): (FoundAddress & { start: number }) | undefined => {
  const { text, meter } = source
  let start = at
  for (let char = charBefore(text, start); start > from && isLocal(char); char = charBefore(text, start))
    start -= char?.length ?? 1
  meter.reads += at - start + 1
  const host =
    isLetterOrDigit(text.charAt(at + 1)) || text.charAt(at + 1) > '\u007f' ? hostAt(source, at + 1) : undefined
  if (start === at || !host || host.dots === 0) return undefined
  const name = text.slice(at + 1, host.end)
  const href = /\p{L}[^.]*$/u.test(name) ? mailHref(text.slice(start, at), name) : undefined
  return href === undefined ? undefined : { start, end: host.end, shown: text.slice(start, host.end), href }
}

const scheme = /^[a-z][a-z\d+.-]{1,31}:/i

/** The address in angle brackets that starts at `at`. */
export const bracketedAt = (source: Source, at: number): FoundAddress | undefined => {
  const { text } = source
  const end = runEnd(source, at + 1, (char) => char !== '<' && char !== '>' && !/\s/.test(char))
  if (text.charAt(end) !== '>') return undefined
  const shown = text.slice(at + 1, end)
  if (scheme.test(shown)) return { end: end + 1, shown, href: shown }
  const sign = shown.indexOf('@')
  const mail = sign < 0 ? undefined : mailAt({ text: shown, meter: source.meter }, { from: 0, at: sign })
  return mail?.start === 0 && mail.end === shown.length ? { end: end + 1, shown, href: mail.href } : undefined
}
