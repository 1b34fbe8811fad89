import type { Marked } from './delimiters'
import { type Meter, runEnd } from './meter'

/** A text whose inline marks are parsed. */
export interface InlineSource {
  readonly text: string
  readonly meter: Meter
  /** Backslashes that make the next character literal, and whether they are shown. */
  readonly escapes: ReadonlyMap<number, 'shown' | 'dropped'>
  readonly marked: Marked
  /** Start of each run of backticks that opens a code span, and the start of the run that closes it. */
  readonly codeSpans: ReadonlyMap<number, number>
  /** Position of each `[`, and the `]` that closes it. Brackets in code don't count. */
  readonly brackets: ReadonlyMap<number, Bracket>
}

export interface Bracket {
  readonly close: number
  /** The nesting depth of other brackets inside. */
  readonly height: number
}

export const isBacktick = (char: string): boolean => char === '`'

interface Run {
  readonly at: number
  readonly length: number
  /** A backslash hides the first backtick when the run opens a code span. It hides none when the run closes one. */
  readonly escaped: boolean
}

/** Pairs runs of equal length. Runs inside a code span pair with no other run. */
const codeSpansOf = (runs: readonly Run[]): Map<number, number> => {
  const next = new Map<number, Run>()
  const closing = new Map<Run, Run>()
  for (const run of runs.toReversed()) {
    const closes = next.get(run.length - Number(run.escaped))
    if (closes) closing.set(run, closes)
    next.set(run.length, run)
  }
  const spans = new Map<number, number>()
  let inside = 0
  for (const run of runs) {
    const closes = closing.get(run)
    if (run.at < inside || !closes) continue
    spans.set(run.at + Number(run.escaped), closes.at)
    inside = closes.at + closes.length
  }
  return spans
}

type Escapes = InlineSource['escapes']

const runsOf = (text: string, { meter, escapes }: { meter: Meter; escapes: Escapes }): Run[] => {
  const runs: Run[] = []
  for (let at = 0; at < text.length; at++) {
    const escaped = escapes.has(at)
    if (escaped) at++
    const end = runEnd({ text, meter }, at, isBacktick)
    if (end === at) continue
    runs.push({ at, length: end - at, escaped })
    at = end - 1
  }
  return runs
}

const bracketsOf = (source: Omit<InlineSource, 'brackets'>): Map<number, Bracket> => {
  const { text, meter, escapes } = source
  const brackets = new Map<number, Bracket>()
  const open: { at: number; height: number }[] = []
  for (let at = 0; at < text.length; at++) {
    meter.reads++
    const char = text.charAt(at)
    if (escapes.has(at)) at++
    else if (char === '`') at = spanEnd(source, at) - 1
    else if (char === '[') open.push({ at, height: 0 })
    else if (char === ']') {
      const start = open.pop()
      if (!start) continue
      brackets.set(start.at, { close: at, height: start.height })
      const around = open.at(-1)
      if (around) around.height = Math.max(around.height, start.height + 1)
    }
  }
  return brackets
}

/** The position after the code span, or after the run of backticks, that starts at `at`. */
export const spanEnd = (source: Pick<InlineSource, 'text' | 'meter' | 'codeSpans'>, at: number): number =>
  runEnd(source, source.codeSpans.get(at) ?? at, isBacktick)

/** Prepares a text: one pass finds its code spans, another its brackets. */
export const inlineSource = (
  text: string,
  { meter, escapes, marked }: Pick<InlineSource, 'meter' | 'escapes' | 'marked'>,
): InlineSource => {
  const codeSpans = codeSpansOf(runsOf(text, { meter, escapes }))
  const source = { text, meter, escapes, marked, codeSpans }
  return { ...source, brackets: bracketsOf(source) }
}
