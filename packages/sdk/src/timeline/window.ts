/** The window of history that a timeline shows, as pure functions over immutable rows. */
import type { Message } from '@parley/protocol'
import { type HeldChat, mergeMessages, seqIndex } from '@parley/protocol/apply'

/** Rows that one load brings. */
export const pageRows = 50
const mostRows = 400
const droppedRows = 100

/** Contiguous by seq. */
export interface Window {
  readonly rows: readonly Message[]
  readonly atStart: boolean
  readonly atEnd: boolean
}

export const emptyWindow: Window = { rows: [], atStart: false, atEnd: false }

export const firstSeq = (window: Window): number => window.rows[0]?.seq ?? 0
export const lastSeq = (window: Window): number => window.rows.at(-1)?.seq ?? 0

/** The lowest seq that can be read at all. */
export const startSeq = (held: HeldChat, visibleFrom: number): number => Math.max(1, held.chat.firstSeq, visibleFrom)

/** The rows that are held of [from, to], or undefined when they are not all held. */
export const heldRange = (
  held: HeldChat,
  { from, to }: { from: number; to: number },
): readonly Message[] | undefined => {
  const { messages } = held
  const rows = messages.slice(seqIndex(messages, from), seqIndex(messages, to + 1))
  return rows.length === to - from + 1 ? rows : undefined
}

/** The newest held rows from `start` on, up to a page. */
export const newestWindow = (held: HeldChat, start: number): Window => {
  const rows = held.messages.slice(seqIndex(held.messages, start)).slice(-pageRows)
  return { rows, atStart: (rows[0]?.seq ?? 0) <= start, atEnd: true }
}

/** The side of the window that is out of sight: there rows go when there are too many. */
export type TrimmedSide = 'start' | 'end'

/** `window` with rows that join it at an edge, and rows in it replaced by newer ones. */
export const joinRows = (window: Window, rows: readonly Message[], far: TrimmedSide): Window =>
  trim({ ...window, rows: mergeMessages(window.rows, rows) }, far)

const trim = (window: Window, far: TrimmedSide): Window => {
  if (window.rows.length <= mostRows) return window
  if (far === 'start') return { ...window, rows: window.rows.slice(droppedRows), atStart: false }
  return { ...window, rows: window.rows.slice(0, -droppedRows), atEnd: false }
}

/** `window` with the newer ones of `rows` in the places that it shows. */
export const refreshRows = (window: Window, rows: readonly Message[]): Window => {
  const from = firstSeq(window)
  const to = lastSeq(window)
  const merged = mergeMessages(
    window.rows,
    rows.filter((row) => row.seq >= from && row.seq <= to),
  )
  return merged === window.rows ? window : { ...window, rows: merged }
}

/**
 * `window` without messages that became unreadable: the user returned to a group with a later range, or cleared the
 * chat. When nothing is left, it continues with the newest messages.
 */
export const dropUnreadable = (window: Window, start: number): Window => {
  if (window.rows.length === 0 || firstSeq(window) >= start) return window
  const rows = window.rows.slice(seqIndex(window.rows, start))
  return { rows, atStart: true, atEnd: window.atEnd || rows.length === 0 }
}

/**
 * `window` after something held changed: rows in it replaced by newer ones and, while it reaches the end, the new rows
 * after it. When those do not join it any more (a snapshot jumped ahead), it no longer reaches the end.
 */
export const followHeld = (
  window: Window,
  held: HeldChat,
  { far, start }: { far: TrimmedSide; start: number },
): Window => {
  if (window.atEnd && window.rows.length === 0) return held.messages.length > 0 ? newestWindow(held, start) : window
  const to = lastSeq(window)
  const refreshed = refreshRows(window, held.messages)
  if (!window.atEnd || held.chat.seq <= to) return refreshed
  const after = heldRange(held, { from: to + 1, to: held.chat.seq })
  if (after === undefined) return { ...refreshed, atEnd: false }
  return trim({ ...refreshed, rows: [...refreshed.rows, ...after] }, far)
}

/** `window` with what is held after it, when that reaches the newest message. */
export const reachEnd = (window: Window, held: HeldChat): Window => {
  if (window.rows.length === 0) return window
  return followHeld({ ...window, atEnd: true }, held, { far: 'start', start: 0 })
}
