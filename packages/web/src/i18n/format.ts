import { hoursOf } from './region'

const dayMs = 86_400_000

const midnight = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0)
/** Whole calendar days between two times, in the local time zone. 1 is yesterday. */
const daysAgo = (ms: number, nowMs: number): number => Math.round((midnight(nowMs) - midnight(ms)) / dayMs)
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** Formats dates, times and numbers for a language. All times are epoch milliseconds. */
export interface Format {
  /** 14:05 */
  time(ms: number): string
  /** For lists: 14:05, Yesterday, Tue, Nov 3, 11/3/24. */
  listTime(ms: number, nowMs?: number): string
  /** For date pills: Today, Yesterday, Monday, November 3. */
  day(ms: number, nowMs?: number): string
  /** Nov 3, 2025 */
  date(ms: number): string
  /** For headings: November, November 2025. */
  month(ms: number, nowMs?: number): string
  /** For tooltips: Monday, November 3, 2025 at 14:05:09 */
  full(ms: number): string
  /** The date and the time to the minute. */
  dateTime(ms: number): string
  /** 5 minutes ago, with the current time from `useMinute`. */
  ago(ms: number, nowMs: number): string
  number(value: number): string
  /** 42% of a share from 0 to 1. */
  percent(share: number): string
  /** 1.4 MB of a number of bytes, with 1 kB as 1,000 bytes. */
  bytes(count: number): string
  /** 4:05, or 1:04:05 from an hour on. */
  duration(ms: number): string
}

const byteUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

const makeBytes = (locale: string) => {
  const formats = byteUnits.map(
    // The short form of bytes has no plural in English.
    (unit) =>
      new Intl.NumberFormat(locale, {
        ...{ style: 'unit', unit, maximumFractionDigits: unit === 'byte' ? 0 : 1 },
        unitDisplay: unit === 'byte' ? 'long' : 'short',
      }),
  )
  return (count: number): string => {
    const step = count < 1 ? 0 : Math.min(byteUnits.length - 1, Math.floor(Math.log10(count) / 3))
    return formats[step]?.format(count / 1_000 ** step) ?? ''
  }
}

const twoDigits = (value: number): string => String(value).padStart(2, '0')

const durationText = (ms: number): string => {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  const rest = twoDigits(seconds % 60)
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${rest}` : `${minutes}:${rest}`
}

const makeAgo = (locale: string) => {
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const steps = [
    [60, 'second', 1],
    [3_600, 'minute', 60],
    [86_400, 'hour', 3_600],
    [2_592_000, 'day', 86_400],
    [31_536_000, 'month', 2_592_000],
    [Number.POSITIVE_INFINITY, 'year', 31_536_000],
  ] as const
  return (ms: number, nowMs: number): string => {
    const seconds = Math.max(0, (nowMs - ms) / 1000)
    const step = steps.find(([below]) => seconds < below)
    return step ? relative.format(-Math.floor(seconds / step[2]), step[1]) : ''
  }
}

/** Makes the formatter of a locale, for the device's current time zone. */
export const makeFormat = (locale: string): Format => {
  const write = (options: Intl.DateTimeFormatOptions) => {
    const formatter = new Intl.DateTimeFormat(locale, options)
    return (ms: number) => formatter.format(ms)
  }
  // Numbers follow the language of the sentences around them, not the region.
  const { language } = new Intl.Locale(locale)
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  const hours = hoursOf(locale)
  const time = write({ hour: 'numeric', minute: '2-digit', ...hours })
  const weekday = write({ weekday: 'short' })
  const monthDay = write({ month: 'short', day: 'numeric' })
  const shortDate = write({ year: '2-digit', month: 'numeric', day: 'numeric' })
  const dayThisYear = write({ weekday: 'long', month: 'long', day: 'numeric' })
  const dayOtherYear = write({ year: 'numeric', month: 'long', day: 'numeric' })
  const monthThisYear = write({ month: 'long' })
  const monthOtherYear = write({ year: 'numeric', month: 'long' })
  const full = write({ dateStyle: 'full', timeStyle: 'medium', ...hours })
  const date = write({ dateStyle: 'medium' })
  const ago = makeAgo(language)
  const numbers = new Intl.NumberFormat(language)
  const percents = new Intl.NumberFormat(language, { style: 'percent' })
  const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()

  return {
    time,
    date,
    full,
    dateTime: (ms) => `${date(ms)} ${time(ms)}`,
    listTime(ms, nowMs = Date.now()) {
      const days = daysAgo(ms, nowMs)
      if (days <= 0) return time(ms)
      if (days === 1) return capital(relative.format(-1, 'day'))
      if (days < 7) return weekday(ms)
      return sameYear(ms, nowMs) ? monthDay(ms) : shortDate(ms)
    },
    day(ms, nowMs = Date.now()) {
      const days = daysAgo(ms, nowMs)
      if (days === 0 || days === 1) return capital(relative.format(-days, 'day'))
      return sameYear(ms, nowMs) ? dayThisYear(ms) : dayOtherYear(ms)
    },
    month: (ms, nowMs = Date.now()) => (sameYear(ms, nowMs) ? monthThisYear(ms) : monthOtherYear(ms)),
    ago,
    number: (value) => numbers.format(value),
    percent: (share) => percents.format(share),
    bytes: makeBytes(language),
    duration: durationText,
  }
}
