import type { ChatId, UserId } from '@parley/protocol'
import { Bookmark, Globe } from 'lucide-react'
import { useSelector } from '../client'
import { Avatar } from '../ui'
import type { AvatarProps } from '../ui/avatar'
import { chatSort, peerOf, useChatName, useUserName } from './chat-name'
import { PresenceDot } from './presence-dot'

/** The picture of a chat: the other person, the group's initials, or the mark of world and saved messages. */
export const ChatAvatar = ({ chatId, size = 44 }: { readonly chatId: ChatId } & Pick<AvatarProps, 'size'>) => {
  const name = useChatName(chatId)
  const { sort, peer } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), peer: entry && peerOf(state, entry) }
  })
  const id = peer ?? chatId
  const iconSize = Math.round(size * 0.5)
  if (sort === 'world')
    return <Avatar id={id} name={name} size={size} icon={<Globe size={iconSize} strokeWidth={1.75} />} />
  if (sort === 'saved')
    return <Avatar id={id} name={name} size={size} icon={<Bookmark size={iconSize} strokeWidth={1.75} />} />
  const avatar = <Avatar id={id} name={name} size={size} />
  if (!peer) return avatar
  return (
    <span className="relative grid shrink-0">
      {avatar}
      <PresenceDot userId={peer} on={size} />
    </span>
  )
}

/** The picture of a person. */
export const UserAvatar = ({ userId, size = 44 }: { readonly userId: UserId } & Pick<AvatarProps, 'size'>) => (
  <Avatar id={userId} name={useUserName(userId)} size={size} />
)
