import type { ChatId, UserId } from '@parley/protocol'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { chatName, memberName, userName } from './names'

export { type ChatSort, chatName, chatSort, memberName, peerOf, userName } from './names'

/** The name of a chat, or an empty text if the client doesn't hold it. */
export const useChatName = (chatId: ChatId): string => {
  const t = useT()
  return useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? chatName(state, entry, t) : ''
  })
}

/** A member's name in a group or channel, kept up to date. */
export const useMemberName = (chatId: ChatId, id: UserId): string => {
  const t = useT()
  return useSelector((state) => memberName(state, { chatId, userId: id }, t))
}

/** A person's name, kept up to date. */
export const useUserName = (id: UserId | undefined): string => {
  const t = useT()
  return useSelector((state) => userName(state, id, t))
}
