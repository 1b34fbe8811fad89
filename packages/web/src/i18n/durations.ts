import type { T } from '.'
import type { Format } from './format'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** "10 minutes", "1 hour", in the largest unit that fits. */
export const durationText = (t: T, ms: number): string => {
  if (ms >= dayMs && ms % dayMs === 0) return t('days', { count: ms / dayMs })
  if (ms >= hourMs && ms % hourMs === 0) return t('hours', { count: ms / hourMs })
  if (ms >= minuteMs && ms % minuteMs === 0) return t('minutes', { count: ms / minuteMs })
  return t('seconds', { count: Math.round(ms / secondMs) })
}

/** How long is left, as one says it: in the largest unit, rounded up, and in seconds only within the last minute. */
export const waitText = (t: T, seconds: number): string => {
  const ms = seconds * secondMs
  const unit = ms >= hourMs ? hourMs : ms >= minuteMs ? minuteMs : secondMs
  return durationText(t, Math.ceil(ms / unit) * unit)
}

/** When something ends: the time of day for what ends within a day, else the date. */
export const endText = (format: Format, atMs: number): string =>
  atMs - Date.now() < dayMs ? format.time(atMs) : format.date(atMs)

/** The choices for how long a member is muted. */
export const muteChoices = [10 * minuteMs, hourMs, dayMs, 7 * dayMs, 30 * dayMs] as const
/** For how long a link can work. */
export const linkChoices = [hourMs, dayMs, 7 * dayMs, 30 * dayMs] as const
/** How often a link can be used. */
export const useChoices = [1, 10, 100, 1_000] as const
/** How long slow mode makes people wait. */
export const slowChoices = [0, 10 * secondMs, minuteMs, 5 * minuteMs, hourMs] as const
