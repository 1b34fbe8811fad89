import type { ReplyTo, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'

/** The pins of a chat that the viewer may see, newest first. */
export const visiblePins = (entry: ChatEntry | undefined, me: UserId | undefined): readonly ReplyTo[] => {
  const own = me && entry?.members.get(me)
  const from = Math.max(own?.visibleFrom ?? 0, (entry?.state?.clearedSeq ?? 0) + 1)
  return (entry?.chat.pinned ?? []).filter(({ seq }) => seq >= from).reverse()
}
