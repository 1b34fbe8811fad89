import type { ReplyTo, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'

/** What is pinned in a chat and may be seen by the viewer, the newest pin first. */
export const visiblePins = (entry: ChatEntry | undefined, me: UserId | undefined): readonly ReplyTo[] => {
  const own = me && entry?.members.get(me)
  const from = Math.max(own?.visibleFrom ?? 0, (entry?.state?.clearedSeq ?? 0) + 1)
  return (entry?.chat.pinned ?? []).filter(({ seq }) => seq >= from).reverse()
}

/**
 * Which pin the bar shows after `pressed` presses, each of which leads one further back and at last to the newest again.
 * @returns its place in the list of pins, newest first, and its number, oldest first; undefined without pins
 */
export const pinAfter = (
  pressed: number,
  count: number,
): { readonly at: number; readonly number: number } | undefined => {
  if (count === 0) return undefined
  const at = pressed % count
  return { at, number: count - at }
}
