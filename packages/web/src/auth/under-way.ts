import { recallInTab, rememberInTab } from '../lib/remembered-in-tab'

/** How long the way to the other site and back may take. A token that arrives later needs the question again. */
const underWayMs = 10 * 60_000

/** Whether a time in milliseconds, as a tab remembers it, began a sign-in that is still under way. */
export const isFresh = (leftAt: string | undefined, nowMs: number): boolean => {
  const ageMs = nowMs - Number(leftAt ?? Number.NaN)
  return ageMs >= 0 && ageMs < underWayMs
}

/** Whether this tab left for the site that signs people in, a short time ago. */
export const isUnderWay = (): boolean => isFresh(recallInTab('elsewhere'), Date.now())

/** Remembers in this tab that it leaves for the site that signs people in. */
export const beginWay = (): void => rememberInTab('elsewhere', `${Date.now()}`)

export const endWay = (): void => rememberInTab('elsewhere', undefined)
