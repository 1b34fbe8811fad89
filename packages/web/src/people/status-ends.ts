const minuteMs = 60_000

/** The durations of a status: unchanged, without end, or until a moment. */
export const ends = ['kept', 'never', 'halfHour', 'hour', 'fourHours', 'today'] as const
export type End = (typeof ends)[number]

/** When a status ends. Undefined means never. */
export const endOf = (
  end: End,
  { kept, nowMs }: { readonly kept: number | undefined; readonly nowMs: number },
): number | undefined => {
  switch (end) {
    case 'kept':
      return kept
    case 'never':
      return undefined
    case 'halfHour':
      return nowMs + 30 * minuteMs
    case 'hour':
      return nowMs + 60 * minuteMs
    case 'fourHours':
      return nowMs + 240 * minuteMs
    case 'today':
      return new Date(nowMs).setHours(24, 0, 0, 0)
  }
}
