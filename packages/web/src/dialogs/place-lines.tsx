import type { ChatId, UserId } from '@parley/protocol'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { unreadText } from '../list/unread-text'
import { ChatAvatar, UserAvatar } from '../people/chat-avatar'
import { chatName } from '../people/chat-name'
import { useAnyName } from '../people/use-user'
import { Badge } from '../ui'

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
