import type { ChatId, UserId } from '@parley/protocol'
import { Bookmark, Globe } from 'lucide-react'
import { useSelector } from '../lib/client'
import type { AvatarProps } from './avatar'
import { Avatar } from './avatar'
import { chatSort, peerOf, useChatName, useUserName } from './chat-name'
import { PresenceDot } from './presence-dot'

/** The picture of a chat: the other person, the group's initials, or the icon of the world chat and saved messages. */
export const ChatAvatar = ({ chatId, size = 44 }: { readonly chatId: ChatId } & Pick<AvatarProps, 'size'>) => {
  const name = useChatName(chatId)
  const { sort, peer, picture } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    const peer = entry && peerOf(state, entry)
    const picture = peer ? state.users.get(peer)?.avatar : entry?.chat.avatar
    return { sort: entry && chatSort(entry), peer, picture }
  })
  const id = peer ?? chatId
  const iconSize = Math.round(size * 0.5)
  if (sort === 'world')
    return <Avatar id={id} name={name} size={size} icon={<Globe size={iconSize} strokeWidth={1.75} />} />
  if (sort === 'saved')
    return <Avatar id={id} name={name} size={size} icon={<Bookmark size={iconSize} strokeWidth={1.75} />} />
  const avatar = <Avatar id={peer ?? chatId} name={name} size={size} picture={picture} />
  if (!peer) return avatar
  return (
    <span className="relative grid shrink-0">
      {avatar}
      <PresenceDot userId={peer} on={size} />
    </span>
  )
}

/** The picture of a person. */
export const UserAvatar = ({ userId, size = 44 }: { readonly userId: UserId } & Pick<AvatarProps, 'size'>) => {
  const name = useUserName(userId)
  const picture = useSelector(({ me, users }) => (me?.id === userId ? me : users.get(userId))?.avatar)
  return <Avatar id={userId} name={name} size={size} picture={picture} />
}
