/** Longer silences are forever. */
const longestMs = 366 * 24 * 3_600_000

/** How long a chat stays silent, in milliseconds. 0 if it isn't silent. */
export const silenceLeft = (mutedUntilMs: number | undefined, nowMs: number): number | 'forever' => {
  const leftMs = (mutedUntilMs ?? 0) - nowMs
  return leftMs > longestMs ? 'forever' : Math.max(0, leftMs)
}

/** The earliest end of several silences. Undefined if all have expired. */
export const nextSilenceEnd = (endsMs: readonly number[], nowMs: number): number | undefined => {
  const ahead = endsMs.filter((end) => end > nowMs)
  return ahead.length > 0 ? Math.min(...ahead) : undefined
}

/** The maximum delay of timers. */
const longestWaitMs = 2 ** 31 - 1

/** The delay of a timer until just after a moment. Undefined if it is past, or too far away for timers. */
export const waitUntil = (untilMs: number | undefined, nowMs: number): number | undefined => {
  const leftMs = (untilMs ?? 0) - nowMs
  return leftMs <= 0 || leftMs >= longestWaitMs ? undefined : leftMs + 1
}
