import { type Meter, runEnd } from './meter'

/** A text whose inline marks are parsed. */
export interface InlineSource {
  readonly text: string
  readonly meter: Meter
  /** Start of each run of backticks that opens a code span, and the start of the run that closes it. */
  readonly codeSpans: ReadonlyMap<number, number>
  /** Position of each `[`, and of the `]` that closes it. Brackets in code don't count. */
  readonly brackets: ReadonlyMap<number, number>
}

/** ASCII punctuation. A backslash before one of these characters makes it literal. */
export const isEscapable = (char: string): boolean => /^[!-/:-@[-`{-~]$/.test(char)

export const isBacktick = (char: string): boolean => char === '`'

interface Run {
  readonly at: number
  readonly length: number
  /** A backslash hides the first backtick when the run opens a code span. It hides none when the run closes one. */
  readonly escaped: boolean
}

/** Pairs runs of equal length. Runs inside a code span pair with nothing. */
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

const runsOf = (text: string, meter: Meter): Run[] => {
  const runs: Run[] = []
  for (let at = 0; at < text.length; at++) {
    const escaped = text.charAt(at) === '\\'
    if (escaped) at++
    const end = runEnd({ text, meter }, at, isBacktick)
    if (end === at) continue
    runs.push({ at, length: end - at, escaped })
    at = end - 1
  }
  return runs
}

const bracketsOf = (text: string, { meter, spans }: { meter: Meter; spans: ReadonlyMap<number, number> }) => {
  const brackets = new Map<number, number>()
  const open: number[] = []
  for (let at = 0; at < text.length; at++) {
    meter.reads++
    const char = text.charAt(at)
    if (char === '\\' && isEscapable(text.charAt(at + 1))) at++
    else if (char === '`') at = spanEnd({ text, meter, codeSpans: spans }, at) - 1
    else if (char === '[') open.push(at)
    else if (char === ']') {
      const start = open.pop()
      if (start !== undefined) brackets.set(start, at)
    }
  }
  return brackets
}

/** The position after the code span, or after the run of backticks, that starts at `at`. */
export const spanEnd = (
  source: { readonly text: string; readonly meter: Meter; readonly codeSpans: ReadonlyMap<number, number> },
  at: number,
): number => runEnd(source, source.codeSpans.get(at) ?? at, isBacktick)

/** Prepares a text: one pass finds its code spans, another its brackets. */
export const inlineSource = (text: string, meter: Meter): InlineSource => {
  const codeSpans = codeSpansOf(runsOf(text, meter))
  return { text, meter, codeSpans, brackets: bracketsOf(text, { meter, spans: codeSpans }) }
}
