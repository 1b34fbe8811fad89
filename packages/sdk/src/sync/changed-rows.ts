import type { ChatDelta, Message } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { type Reader, viewOf } from '../store/unread'

/** A delta without changed messages that this user may not see: no client fetches those (DL39). */
export const staleFrom = (delta: ChatDelta, visibleFrom: number): ChatDelta => {
  if (delta.stale === undefined) return delta
  const { stale, ...rest } = delta
  const mine = stale.filter((seq) => seq >= visibleFrom)
  return mine.length > 0 ? { ...rest, stale: mine } : rest
}

interface Recounting {
  /** The highest seq that was known before. */
  readonly head: number
  readonly reader: Reader | undefined
}

/** With a view that reflects retracted, edited and restored messages, even when their rows are no longer held. */
export const recounted = (held: HeldChat, { messages = [] }: ChatDelta, { head, reader }: Recounting): HeldChat => {
  const hasChanged = (row: Message) => row.seq <= head || row.retractedAt !== undefined || row.editedAt !== undefined
  if (reader === undefined || !messages.some(hasChanged)) return held
  const view = viewOf(held, reader)
  return view ? { ...held, view } : held
}
