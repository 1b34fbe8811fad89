import { clockText } from '../chat/composer/use-countdown'

/** A time of a recording in words: 0:09. Never negative. */
export const timeText = (ms: number): string => clockText(Math.max(0, Math.floor(ms / 1_000)))

/** The duration of a recording: a begun second counts, so that a short one isn't 0:00. */
export const durationText = (ms: number): string => clockText(Math.max(0, Math.round(ms / 1_000) || 1))
