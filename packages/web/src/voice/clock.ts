import { clockText } from '../lib/use-countdown'

/** A position in a recording as text: 0:09. Never negative. */
export const timeText = (ms: number): string => clockText(Math.max(0, Math.floor(ms / 1_000)))

/** The duration of a recording. A begun second counts, so that a short recording isn't 0:00. */
export const durationText = (ms: number): string => clockText(Math.max(0, Math.round(ms / 1_000) || 1))
