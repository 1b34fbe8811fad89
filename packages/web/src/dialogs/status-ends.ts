const minuteMs = 60_000

/** For how long a status can last: as it was set before, for good, or until a moment. */
export const ends = ['kept', 'never', 'halfHour', 'hour', 'fourHours', 'today'] as const
export type End = (typeof ends)[number]

/** When a status is over; undefined for never. */
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
