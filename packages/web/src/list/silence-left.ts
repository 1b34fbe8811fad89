/** Longer silences are for good. */
const longestMs = 366 * 24 * 3_600_000

/** For how long a chat stays silent: in milliseconds, 0 when it isn't silent. */
export const silenceLeft = (mutedUntilMs: number | undefined, nowMs: number): number | 'forever' => {
  const leftMs = (mutedUntilMs ?? 0) - nowMs
  return leftMs > longestMs ? 'forever' : Math.max(0, leftMs)
}

/** When the next of several silences ends; undefined when none is on. */
export const nextSilenceEnd = (endsMs: readonly number[], nowMs: number): number | undefined => {
  const ahead = endsMs.filter((end) => end > nowMs)
  return ahead.length > 0 ? Math.min(...ahead) : undefined
}

/** Timers cannot wait longer than this. */
const longestWaitMs = 2 ** 31 - 1

/** How long a timer has to wait until a moment is over; undefined when it is, or when no timer waits that long. */
export const waitUntil = (untilMs: number | undefined, nowMs: number): number | undefined => {
  const leftMs = (untilMs ?? 0) - nowMs
  return leftMs <= 0 || leftMs >= longestWaitMs ? undefined : leftMs + 1
}
