import { type InlineSource, isEscapable } from './inline-source'
import { runEnd } from './meter'

/** Parentheses nest at most this deep in an address, so that `[](` repeated doesn't make every scan reach the end. */
const maxNesting = 8

const isSpace = (char: string): boolean => char === ' ' || char === '\n' || char === '\t'

/** Where the address in parentheses ends that starts at `from`; undefined if there is none. */
const bareEnd = ({ text, meter }: InlineSource, from: number): number | undefined => {
  let nesting = 0
  let at = from
  for (; at < text.length && !isSpace(text.charAt(at)); at++) {
    const char = text.charAt(at)
    if (char === '\\' && isEscapable(text.charAt(at + 1))) at++
    else if (char === '(' && ++nesting > maxNesting) return undefined
    else if (char === ')' && nesting-- === 0) break
    meter.reads++
  }
  return nesting <= 0 ? Math.min(at, text.length) : undefined
}

const titleEnds: Readonly<Record<string, string>> = { '"': '"', "'": "'", '(': ')' }

/** Where the title ends that starts at `from`, or `from` if none does. */
const titleEnd = (source: InlineSource, from: number): number => {
  const { text } = source
  const close = titleEnds[text.charAt(from)]
  if (close === undefined) return from
  const end = runEnd(source, from + 1, (char) => char !== close && !(close === ')' && char === '('))
  return text.charAt(end) === close ? end + 1 : from
}

const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1')

/** The target behind a label: `(address "title")` from `from` on, and where it ends. */
export const targetAt = (source: InlineSource, from: number): { href: string; end: number } | undefined => {
  const { text } = source
  if (text.charAt(from) !== '(') return undefined
  const start = runEnd(source, from + 1, isSpace)
  const bracketed = text.charAt(start) === '<'
  const close = bracketed
    ? runEnd(source, start + 1, (char) => char !== '>' && char !== '<' && char !== '\n')
    : undefined
  if (close !== undefined && text.charAt(close) !== '>') return undefined
  const end = close ?? bareEnd(source, start)
  if (end === undefined) return undefined
  const spaces = runEnd(source, close === undefined ? end : end + 1, isSpace)
  const last = runEnd(source, spaces > end ? titleEnd(source, spaces) : spaces, isSpace)
  if (text.charAt(last) !== ')') return undefined
  return { href: unescaped(text.slice(bracketed ? start + 1 : start, end)), end: last + 1 }
}
