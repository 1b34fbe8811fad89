/**
 * The messages of a demo, in a format that is pleasant to write:
 *
 *     # cabin 6d 18:05              the chat, how many days ago, the time of day; or `0d 40m`: that many minutes ago
 *     sofia: Hello, friend          sender and text; `\n` begins a line
 *     demo>2: Yes                   replies to the message two lines before
 *     sofia: [photo lake] Look!     a picture and its caption; `[album lake night]` several, `[voice hum]` a voice message
 *     + 😍 demo jonas                these people react to the line before
 *     ^ sofia                       she pins it
 */

/** Files that are sent in a line. */
export interface Shown {
  readonly kind: 'photo' | 'album' | 'voice'
  readonly names: readonly string[]
}

/** One message of the script. */
export interface Line {
  readonly who: string
  /** With files, their caption, which may be empty. */
  readonly text: string
  /** The message it replies to, as the number of lines before this one. */
  readonly answers: number | undefined
  readonly shown: Shown | undefined
  readonly reactions: readonly { readonly emoji: string; readonly by: readonly string[] }[]
  readonly pinnedBy: string | undefined
}

/** Lines that follow each other within some minutes. */
export interface Talk {
  readonly chat: string
  readonly beginsAtMs: number
  readonly lines: readonly Line[]
}

const head = /^# (?<chat>\S+) (?<days>\d+)d (?:(?<hour>\d\d):(?<minute>\d\d)|(?<ago>\d+)m)$/
const spoken = /^(?<who>\w+)(?:>(?<answers>\d+))?: (?:\[(?<kind>photo|album|voice) (?<names>[\w ]+)\] ?)?(?<text>.*)$/
const reacted = /^\+ (?<emoji>\S+) (?<by>[\w ]+)$/
const pinned = /^\^ (?<who>\w+)$/

/**
 * Reads scripts; the talks come in the order of their times.
 * @throws Error at a line that is none of these
 */
export const talksOf = (scripts: readonly string[], nowMs: number): readonly Talk[] => {
  const talks: (Talk & { lines: Line[] })[] = []
  for (const row of scripts.join('\n').split('\n')) {
    if (row === '') continue
    const begins = head.exec(row)?.groups
    const lines = talks.at(-1)?.lines ?? []
    const last = lines.at(-1)
    const line = begins ? undefined : lineOf(row)
    if (begins) talks.push({ chat: begins.chat ?? '', beginsAtMs: timeOf(begins, nowMs), lines: [] })
    else if (line) lines.push(line)
    else if (last) lines[lines.length - 1] = withMore(last, row)
    else throw new Error(`no line of a script: ${row}`)
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
  const { who, answers, kind, names, text } = spoken.exec(row)?.groups ?? {}
  if (who === undefined || text === undefined || (text === '' && kind === undefined)) return undefined
  return {
    who,
    text: text.replaceAll('\\n', '\n'),
    answers: answers === undefined ? undefined : Number(answers),
    shown: kind === undefined ? undefined : { kind: kind as Shown['kind'], names: (names ?? '').split(' ') },
    reactions: [],
    pinnedBy: undefined,
  }
}

/** A line with a reaction to it, or pinned. */
const withMore = (line: Line, row: string): Line => {
  const { emoji, by = '' } = reacted.exec(row)?.groups ?? {}
  if (emoji !== undefined) return { ...line, reactions: [...line.reactions, { emoji, by: by.split(' ') }] }
  const pinnedBy = pinned.exec(row)?.groups?.who
  if (pinnedBy === undefined) throw new Error(`no line of a script: ${row}`)
  return { ...line, pinnedBy }
}
