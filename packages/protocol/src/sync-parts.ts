import type { ChatId } from './ids'
import { limits } from './limits'

/** The part that a chat belongs to when revs are compared: from 0 up to `limits.syncParts`. */
export const syncPartOf = (chatId: ChatId): number => Number.parseInt(chatId.slice(-2), 16)

/** The sum of revs in each part. */
export const syncSums = (chats: Iterable<readonly [ChatId, number]>): number[] => {
  const sums = Array.from({ length: limits.syncParts }, () => 0)
  for (const [chatId, rev] of chats) {
    const part = syncPartOf(chatId)
    sums[part] = (sums[part] ?? 0) + rev
  }
  return sums
}
