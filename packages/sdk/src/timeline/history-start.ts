import type { ChatId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import type { Replica } from '../sync/replica'
import { startSeq } from './window'

/** The first seq of a chat that this person can read and has not cleared. */
export const historyStart = (replica: Replica, chatId: ChatId, held: HeldChat): number => {
  const cleared = replica.user?.states.get(chatId)?.clearedSeq ?? 0
  const visibleFrom = replica.me ? (held.members.get(replica.me.id)?.visibleFrom ?? 0) : 0
  return Math.max(startSeq(held, visibleFrom), cleared + 1)
}
