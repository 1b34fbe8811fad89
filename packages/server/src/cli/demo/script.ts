/**
 * What people say in a demo, as text that is pleasant to write:
 *
 *     # cabin 6d 18:05        the chat, how many days ago, the time of day; or `0d 40m`: that many minutes ago
 *     sofia: Hello\nthere     who says what; `\n` begins a line
 *     demo>2: Yes             answers what was said two lines before
 */

/** One thing that somebody says. */
export interface Line {
  readonly who: string
  readonly text: string
  /** How many lines before stands what it answers. */
  readonly answers: number | undefined
}

/** Lines that follow each other within some minutes. */
export interface Talk {
  readonly chat: string
  readonly beginsAtMs: number
  readonly lines: readonly Line[]
}

const head = /^# (?<chat>\S+) (?<days>\d+)d (?:(?<hour>\d\d):(?<minute>\d\d)|(?<ago>\d+)m)$/
const spoken = /^(?<who>\w+)(?:>(?<answers>\d+))?: (?<text>.+)$/

/**
 * Reads scripts; the talks come in the order of their times.
 * @throws Error at a line that is neither
 */
export const talksOf = (scripts: readonly string[], nowMs: number): readonly Talk[] => {
  const talks: (Talk & { lines: Line[] })[] = []
  for (const row of scripts.join('\n').split('\n')) {
    const begins = head.exec(row)?.groups
    const line = begins ? undefined : lineOf(row)
    if (begins) talks.push({ chat: begins.chat ?? '', beginsAtMs: timeOf(begins, nowMs), lines: [] })
    else if (line) talks.at(-1)?.lines.push(line)
    else if (row !== '') throw new Error(`no line of a script: ${row}`)
  }
  return talks.sort((a, b) => a.beginsAtMs - b.beginsAtMs)
}

type Groups = Readonly<Record<string, string | undefined>>

const timeOf = ({ days, hour, minute, ago }: Groups, nowMs: number): number => {
  if (ago !== undefined) return nowMs - Number(ago) * 60_000
  const at = new Date(nowMs)
  at.setDate(at.getDate() - Number(days))
  return at.setHours(Number(hour), Number(minute), 0, 0)
}

const lineOf = (row: string): Line | undefined => {
  const { who, answers, text } = spoken.exec(row)?.groups ?? {}
  if (who === undefined || text === undefined) return undefined
  return {
    who,
    text: text.replaceAll('\\n', '\n'),
    answers: answers === undefined ? undefined : Number(answers),
  }
}
