import { isEscapable } from './escapes'
import type { InlineSource } from './inline-source'
import { runEnd } from './meter'

/**
 * The maximum nesting of parentheses in an address. It prevents repeated `[](` from making every scan reach the end.
 */
const maxNesting = 8

const isSpace = (char: string): boolean => char === ' ' || char === '\n' || char === '\t'

/** The end of the address in parentheses that starts at `from`, or undefined. */
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

const unescaped = (text: string): string => text.replace(/\\([*_~[\]()`])/g, '$1')

interface Target {
  readonly href: string
  /** The start of the address. */
  readonly from: number
  readonly to: number
  /** After the closing parenthesis. */
  readonly end: number
}

/**
 * The target after a label, `(address)` from `from` on, and its end. Titles aren't supported, since they would be
 * hidden.
 */
export const targetAt = (source: InlineSource, from: number): Target | undefined => {
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
  const last = runEnd(source, close === undefined ? end : end + 1, isSpace)
  if (text.charAt(last) !== ')') return undefined
  const begin = bracketed ? start + 1 : start
  return { href: unescaped(text.slice(begin, end)), from: begin, to: end, end: last + 1 }
}
