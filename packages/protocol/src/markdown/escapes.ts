import type { InlineSource } from './inline-source'
import type { Meter } from './meter'

/** The characters of inline marks. A backslash before any other character is text. */
export const isEscapable = (char: string): boolean => char !== '' && '*_~`[]()'.includes(char)

/** The positions of backslashes before such characters. Two backslashes stay two backslashes, as in `\\server`. */
const backslashes = (text: string): number[] => {
  const found: number[] = []
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at)) {
    const next = text.charAt(at + 1)
    if (isEscapable(next)) found.push(at)
    at += next === '\\' || isEscapable(next) ? 2 : 1
  }
  return found
}

/** Parses a text with the given escapes and calls back for its marks. */
type Try = (text: string, source: Pick<InlineSource, 'meter' | 'escapes' | 'marked'>) => void

/**
 * The backslashes of a text that escape a character. A backslash is dropped if the character would format something
 * without it: `\*not bold\*`. Others are shown, as in `C:\Users\_x`. To find out, this first parses the text without
 * them.
 * @param dropped backslashes that are already known to be dropped
 */
export const escapesIn = (
  text: string,
  { meter, dropped, attempt }: { meter: Meter; dropped: ReadonlySet<number>; attempt: Try },
): InlineSource['escapes'] => {
  const escapes = new Map<number, 'shown' | 'dropped'>([...dropped].map((at) => [at, 'dropped']))
  const found = backslashes(text).filter((at) => !dropped.has(at))
  meter.reads += text.length
  if (found.length === 0) return escapes
  let bare = ''
  let from = 0
  for (const at of found) {
    bare += text.slice(from, at)
    from = at + 1
  }
  bare += text.slice(from)
  const formats = new Uint8Array(bare.length)
  const counting: Meter = { reads: 0 }
  attempt(bare, { meter: counting, escapes: new Map(), marked: (start, end) => formats.fill(1, start, end) })
  meter.reads += counting.reads
  for (const [index, at] of found.entries()) escapes.set(at, formats[at - index] ? 'dropped' : 'shown')
  return escapes
}
