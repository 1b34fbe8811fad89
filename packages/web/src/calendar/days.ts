/** A day of the calendar in the user's time zone. Months count from 0. */
export interface Day {
  readonly year: number
  readonly month: number
  readonly date: number
}

export const dayOf = (ms: number): Day => {
  const at = new Date(ms)
  return { year: at.getFullYear(), month: at.getMonth(), date: at.getDate() }
}

/** The start of a day, in epoch milliseconds. */
export const startOf = ({ year, month, date }: Day): number => new Date(year, month, date).getTime()

export const sameDay = (one: Day, other: Day): boolean => startOf(one) === startOf(other)

/** The day `days` days later. */
export const plusDays = ({ year, month, date }: Day, days: number): Day =>
  dayOf(new Date(year, month, date + days).getTime())

/** The same date `months` months later, or the last day of that month. */
export const plusMonths = ({ year, month, date }: Day, months: number): Day => {
  const last = new Date(year, month + months + 1, 0)
  return { ...dayOf(last.getTime()), date: Math.min(date, last.getDate()) }
}

/** The day, or the nearest one within the bounds. */
export const clampDay = (day: Day, first: Day | undefined, last: Day): Day => {
  if (startOf(day) > startOf(last)) return last
  return first && startOf(day) < startOf(first) ? first : day
}

/** The column of a day in a week. `weekStart`: 1 for Monday to 7 for Sunday. */
export const columnOf = ({ year, month, date }: Day, weekStart: number): number =>
  (new Date(year, month, date).getDay() - weekStart + 7) % 7

/** The weeks of a month. Places of other months are empty. */
export const weeksOf = ({ year, month }: Day, weekStart: number): readonly (readonly (Day | undefined)[])[] => {
  const lead = columnOf({ year, month, date: 1 }, weekStart)
  const count = new Date(year, month + 1, 0).getDate()
  return Array.from({ length: Math.ceil((lead + count) / 7) }, (_, week) =>
    Array.from({ length: 7 }, (__, column) => {
      const date = week * 7 + column - lead + 1
      return date >= 1 && date <= count ? { year, month, date } : undefined
    }),
  )
}

/** The day to which a key moves. Undefined for keys that the calendar doesn't use. */
export const dayByKey = (key: string, day: Day, { shift, weekStart }: { shift: boolean; weekStart: number }) => {
  const moves: Readonly<Record<string, () => Day>> = {
    ArrowLeft: () => plusDays(day, -1),
    ArrowRight: () => plusDays(day, 1),
    ArrowUp: () => plusDays(day, -7),
    ArrowDown: () => plusDays(day, 7),
    Home: () => plusDays(day, -columnOf(day, weekStart)),
    End: () => plusDays(day, 6 - columnOf(day, weekStart)),
    PageUp: () => plusMonths(day, shift ? -12 : -1),
    PageDown: () => plusMonths(day, shift ? 12 : 1),
  }
  return moves[key]?.()
}
