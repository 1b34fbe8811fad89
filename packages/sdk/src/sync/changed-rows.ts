import type { ChatDelta } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { type Reader, viewOf } from '../store/unread'

/** A delta without changed messages that this user may not see: no client fetches those (DL39). */
export const staleFrom = (delta: ChatDelta, visibleFrom: number): ChatDelta => {
  if (delta.stale === undefined) return delta
  const { stale, ...rest } = delta
  const mine = stale.filter((seq) => seq >= visibleFrom)
  return mine.length > 0 ? { ...rest, stale: mine } : rest
}

/** With a view that reflects retractions and present mentions, even when their rows are no longer held. */
export const recounted = (held: HeldChat, { messages = [] }: ChatDelta, reader: Reader | undefined): HeldChat => {
  if (reader === undefined || !messages.some((row) => row.retractedAt ?? row.editedAt)) return held
  const view = viewOf(held, reader)
  return view ? { ...held, view } : held
}
