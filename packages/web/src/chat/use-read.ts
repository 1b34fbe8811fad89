import type { TimelineMessage } from '@parley/sdk/api'
import { useSelector } from '../lib/client'
import { chatSort } from '../people/chat-name'

/** Whether another member shows as having read an own message. */
export const useRead = ({ chatId, seq }: Pick<TimelineMessage, 'chatId' | 'seq'>): boolean =>
  useSelector((state) => seq !== undefined && seq <= (state.chats.get(chatId)?.readUpTo ?? 0))

/** Whether a chat has other members who can read its messages. Saved messages has none. */
export const useHasReaders = ({ chatId }: Pick<TimelineMessage, 'chatId'>): boolean =>
  useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry !== undefined && chatSort(entry) !== 'saved'
  })
