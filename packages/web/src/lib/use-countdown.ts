import { useEffect, useState } from 'react'

const secondMs = 1_000

/** Whole seconds until a moment, rounded up. 0 if there is none or it is past. */
export const secondsUntil = (untilMs: number | undefined, nowMs: number): number =>
  Math.ceil(Math.max(0, (untilMs ?? 0) - nowMs) / secondMs)

/** The same on this device's clock, counted down. */
export const useCountdown = (untilMs: number | undefined): number => {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (untilMs === undefined || untilMs <= Date.now()) return
    setNowMs(Date.now())
    // Aligned with the end, so that the last second is complete.
    const timer = setTimeout(() => setNowMs(Date.now()), ((untilMs - Date.now()) % secondMs) + 1)
    return () => clearTimeout(timer)
  })
  return secondsUntil(untilMs, nowMs)
}

const two = (value: number): string => String(value).padStart(2, '0')

/** 0:09, 4:12, 3:00:00 */
export const clockText = (seconds: number): string => {
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`
}
