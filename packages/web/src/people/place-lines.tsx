import type { ChatId, UserId } from '@parley/protocol'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { Badge } from '../ui'
import { ChatAvatar, UserAvatar } from './chat-avatar'
import { chatName } from './chat-name'
import { unreadText } from './unread'
import { useAnyName } from './use-user'

/** A chat in a list to choose from. */
export const ChatLine = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const name = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return entry ? chatName(state, entry, t) : ''
  })
  const unread = useSelector((state) => state.chats.get(chatId)?.unread ?? 0)
  return (
    <>
      <ChatAvatar chatId={chatId} size={32} />
      <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
      {unread > 0 && <Badge>{unreadText(unread)}</Badge>}
    </>
  )
}

/** A person in a list to choose from. */
export const PersonLine = ({ userId }: { readonly userId: UserId }) => {
  const name = useAnyName(userId)
  return (
    <>
      <UserAvatar userId={userId} size={32} />
      <bdi className="min-w-0 flex-1 truncate">{name}</bdi>
    </>
  )
}
