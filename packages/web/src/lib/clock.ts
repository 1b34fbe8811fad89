import { useEffect } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { localDay } from './local-day'
import { waitUntil } from './silence-left'

const minuteMs = 60_000

/** The inputs of labels that depend on the clock. */
export interface Moment {
  /** The current time, up to a minute late. */
  readonly nowMs: number
  /**
   * The day and the time zone of this device. Labels such as "Yesterday" and 14:05 are valid while it stays the same.
   */
  readonly day: string
}

export interface ClockSources {
  readonly now: () => number
  /** The name of the device's time zone. */
  readonly zone: () => string
  /** Runs a callback once after a delay in ms. It may run late if the device sleeps. */
  readonly later: (run: () => void, ms: number) => void
  /** Runs a callback whenever the device or the page may have slept. */
  readonly onWake: (run: () => void) => void
}

export interface SharedClock {
  readonly moment: StoreApi<Moment>
  /** Checks the time now. */
  readonly look: () => void
}

/**
 * One clock for all labels. It checks the time at the start of every minute, when days and hours also start, and after
 * a sleep.
 */
export const makeClock = ({ now, zone, later, onWake }: ClockSources): SharedClock => {
  const read = (): Moment => {
    const nowMs = now()
    return { nowMs, day: `${localDay(nowMs)} ${zone()}` }
  }
  const moment = createStore(read)
  const look = () => moment.setState(read())
  const lookEachMinute = () => {
    look()
    later(lookEachMinute, minuteMs - (now() % minuteMs))
  }
  lookEachMinute()
  onWake(look)
  return { moment, look }
}

const wakes = ['focus', 'pageshow', 'online'] as const

let shared: SharedClock | undefined

/** The clock of this page, created on first use. Reading the time zone takes 10 ms, which would delay the loading of chunks. */
const clock = (): SharedClock => {
  shared ??= makeClock({
    now: () => Date.now(),
    zone: () => new Intl.DateTimeFormat().resolvedOptions().timeZone,
    later: setTimeout,
    onWake: (run) => {
      for (const event of wakes) globalThis.addEventListener?.(event, run)
      globalThis.document?.addEventListener('visibilitychange', run)
    },
  })
  return shared
}

/** The current time, updated once a minute while `runs`, else 0. */
export const useMinute = (runs = true): number => useStore(clock().moment, ({ nowMs }) => (runs ? nowMs : 0))

/** The day and the time zone of this device. */
export const useDay = (): string => useStore(clock().moment, ({ day }) => day)

/** Renders again at a given time, even if the device slept meanwhile. */
export const useUntil = (untilMs: number | undefined): void => {
  useStore(clock().moment, ({ nowMs }) => untilMs !== undefined && untilMs <= nowMs)
  useEffect(() => {
    const waitMs = waitUntil(untilMs, Date.now())
    if (waitMs === undefined) return
    const timer = setTimeout(clock().look, waitMs)
    return () => clearTimeout(timer)
  }, [untilMs])
}
