const twoDigits = (value: number): string => String(value).padStart(2, '0')

/** A moment as the value of a `datetime-local` field, in the time zone of this device. Empty without a moment. */
export const toLocalTime = (atMs: number | undefined): string => {
  if (atMs === undefined) return ''
  const at = new Date(atMs)
  const day = [at.getFullYear(), twoDigits(at.getMonth() + 1), twoDigits(at.getDate())].join('-')
  return `${day}T${twoDigits(at.getHours())}:${twoDigits(at.getMinutes())}`
}

/** The moment of such a value, in epoch milliseconds. Undefined for an empty or incomplete value. */
export const fromLocalTime = (value: string): number | undefined => {
  const isComplete = /^\d{4,}-\d\d-\d\dT\d\d:\d\d/.test(value)
  return isComplete ? new Date(value).getTime() : undefined
}

/** The values of two `datetime-local` fields. */
export interface LocalTimes {
  readonly opens: string
  readonly closes: string
}

/** Whether entered times can be saved: they differ from the stored ones, and the closing is still to come. */
export const checkTimes = (
  stored: LocalTimes,
  { opens, closes }: LocalTimes,
  nowMs: number,
): { readonly wrong: boolean; readonly savable: boolean } => {
  const changed = opens !== stored.opens || closes !== stored.closes
  const closesAt = fromLocalTime(closes)
  // A stored closing that has passed was right when it was saved.
  const wrong = changed && closesAt !== undefined && closesAt <= Math.max(fromLocalTime(opens) ?? 0, nowMs)
  return { wrong, savable: changed && !wrong && (opens !== '' || closes !== '') }
}
