import type { ChatId, UserId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { chatName, memberName, userName } from './names'

export { type ChatSort, chatName, chatSort, memberName, peerOf, remarkOf, userName } from './names'

/** The name of a chat that is held, or an empty text. */
export const useChatName = (chatId: ChatId): string => {
  const t = useT()
  return useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? chatName(state, entry, t) : ''
  })
}

/** What somebody goes by in a chat of many, kept current. */
export const useMemberName = (chatId: ChatId, id: UserId): string => {
  const t = useT()
  return useSelector((state) => memberName(state, { chatId, userId: id }, t))
}

/** A person's name, kept current. */
export const useUserName = (id: UserId | undefined): string => {
  const t = useT()
  return useSelector((state) => userName(state, id, t))
}
