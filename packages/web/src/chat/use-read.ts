import type { TimelineMessage } from '@parley/sdk/api'
import { useSelector } from '../client'

/** Whether one of the others shows that they have read an own message. */
export const useRead = ({ chatId, seq }: Pick<TimelineMessage, 'chatId' | 'seq'>): boolean =>
  useSelector((state) => seq !== undefined && seq <= (state.chats.get(chatId)?.readUpTo ?? 0))
