import type { SendingLimits } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** The limits as they are typed. */
export type LimitTexts = { readonly [K in keyof SendingLimits]: string }
/** Each field with one number: its unit, and the least and the greatest number. */
export const numberFields = {
  floodMessages: { unit: 1, least: 0, most: limits.floodMessagesMax },
  floodWindowMs: { unit: 1_000, least: 1, most: 3_600 },
  floodAgainMs: { unit: hourMs, least: 1, most: 720 },
  newcomerMs: { unit: minuteMs, least: 0, most: 43_200 },
  newcomerRequests: { unit: 1, least: 0, most: limits.newcomerRequestsMax },
} as const satisfies Partial<Record<keyof SendingLimits, object>>
export type NumberField = keyof typeof numberFields

/** The longest mute, in minutes. */
const longestMute = 43_200

const text = (value: number): string => String(Math.round(value * 100) / 100)

/** The limits in the units of their fields. */
export const textsOf = (held: SendingLimits): LimitTexts => ({
  floodMessages: text(held.floodMessages),
  floodWindowMs: text(held.floodWindowMs / 1_000),
  floodMutesMs: held.floodMutesMs.map((ms) => text(ms / minuteMs)).join(', '),
  floodAgainMs: text(held.floodAgainMs / hourMs),
  newcomerMs: text(held.newcomerMs / minuteMs),
  newcomerRequests: text(held.newcomerRequests),
})

/** The number in a field, in milliseconds for times. Undefined for anything that the field doesn't take. */
export const numberIn = (name: NumberField, typed: string): number | undefined => {
  const { unit, least, most } = numberFields[name]
  const value = /^\d{1,6}$/.test(typed.trim()) ? Number(typed) : Number.NaN
  return value >= least && value <= most ? value * unit : undefined
}

/** The durations in the field of mutes, in milliseconds. */
export const mutesIn = (typed: string): number[] | undefined => {
  const values = typed
    .split(/[,，、]/)
    .map((one) => (/^\d{1,5}(\.\d{1,2})?$/.test(one.trim()) ? Math.round(Number(one) * minuteMs) : Number.NaN))
  const fits = values.length <= limits.floodMutes && values.every((ms) => ms >= 1_000 && ms <= longestMute * minuteMs)
  return fits ? values : undefined
}

/** All typed limits, or the first field that is wrong. */
export const limitsIn = (typed: LimitTexts): SendingLimits | { readonly wrong: keyof SendingLimits } => {
  const numbers = Object.keys(numberFields).map((name) => [
    name,
    numberIn(name as NumberField, typed[name as NumberField]),
  ])
  const wrong = numbers.find(([, value]) => value === undefined)
  if (wrong) return { wrong: wrong[0] as NumberField }
  const floodMutesMs = mutesIn(typed.floodMutesMs)
  if (!floodMutesMs) return { wrong: 'floodMutesMs' }
  return { ...(Object.fromEntries(numbers) as Record<NumberField, number>), floodMutesMs }
}
