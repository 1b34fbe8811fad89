import type { ChatId, ContentKind } from '@parley/protocol'
import { ChevronRight, Images, X } from 'lucide-react'
import { Suspense } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { useClient, useSelector } from '../client'
import { Profile } from '../friends/profile'
import { hasRight } from '../groups/rights'
import { useT } from '../i18n'
import { AvatarButton } from '../media/avatar/avatar-button'
import { ChatAvatar } from '../people/chat-avatar'
import { type ChatSort, chatSort, peerOf, useChatName } from '../people/chat-name'
import { fromInside, goBack, paths } from '../shell/places'
import { IconButton } from '../ui'
import { late } from '../ui/late'
import { ChannelDetails, ChannelTools } from './channel-details'
import { GroupAbout, GroupDetails } from './group-details'

const ContentsPane = late(async () => (await import('./contents/contents-pane')).ContentsPane)

const titles = {
  direct: 'profile',
  group: 'groupInfo',
  world: 'details',
  channel: 'details',
  saved: 'details',
} as const

/** Who may edit a group changes its picture here. */
const GroupAvatar = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const { mayEdit, hasPicture } = useSelector(({ chats }) => {
    const entry = chats.get(chatId)
    return { mayEdit: hasRight(entry, 'edit'), hasPicture: entry?.chat.avatar !== undefined }
  })
  const avatar = <ChatAvatar chatId={chatId} size={96} />
  if (!mayEdit) return avatar
  return (
    <AvatarButton
      label={t('changeGroupAvatar')}
      hasPicture={hasPicture}
      save={(picture) => client.call('groups.update', { chatId, avatar: picture })}
    >
      {avatar}
    </AvatarButton>
  )
}

/** Leads to what was sent in the chat. */
const ContentsLink = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  return (
    <div className="px-8">
      <button
        type="button"
        className="flex min-h-44 w-full items-center gap-12 rounded-8 px-12 text-start text-ui text-text hover:bg-hover"
        onClick={() => navigate(paths.contents(chatId, 'media'), { state: fromInside })}
      >
        <Images size={18} strokeWidth={1.75} aria-hidden className="text-text-2" />
        <span className="flex-1">{t('contents')}</span>
        <ChevronRight size={18} strokeWidth={1.75} aria-hidden className="text-text-3" />
      </button>
    </div>
  )
}

const ChatDetails = ({ chatId, sort }: { readonly chatId: ChatId; readonly sort: ChatSort }) => {
  const t = useT()
  const name = useChatName(chatId)
  return (
    <>
      <div className="flex flex-col items-center px-20 pt-24 pb-16 text-center">
        {sort === 'group' ? <GroupAvatar chatId={chatId} /> : <ChatAvatar chatId={chatId} size={96} />}
        <bdi className="mt-12 max-w-full text-h3 break-words text-text">{name}</bdi>
        {(sort === 'world' || sort === 'channel') && <ChannelDetails chatId={chatId} />}
        {sort === 'saved' && <p className="mt-4 text-ui font-400 text-text-2">{t('savedAbout')}</p>}
      </div>
      {sort === 'group' && <GroupAbout chatId={chatId} />}
      <ContentsLink chatId={chatId} />
      {sort === 'group' && <GroupDetails chatId={chatId} />}
      {(sort === 'world' || sort === 'channel') && <ChannelTools chatId={chatId} />}
    </>
  )
}

interface DetailsPaneProps {
  readonly chatId: ChatId
  /** What of the chat is listed, instead of the rest. */
  readonly contents?: ContentKind | undefined
}

/** Everything about a chat beside its messages; of a direct chat, the other person's profile. */
export const DetailsPane = ({ chatId, contents }: DetailsPaneProps) => {
  const t = useT()
  const { sort, peer } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), peer: entry && peerOf(state, entry) }
  })
  if (!sort) return null
  if (contents)
    return (
      <Suspense fallback={null}>
        <ContentsPane chatId={chatId} kind={contents} />
      </Suspense>
    )
  const close = () => goBack(paths.chat(chatId))
  return (
    <div className="flex h-full flex-col">
      <header className="flex h-56 shrink-0 items-center gap-8 ps-20 pe-8 hairline-b">
        <h2 className="min-w-0 flex-1 truncate text-title text-text">{t(titles[sort])}</h2>
        <IconButton icon={X} label={t('close')} onClick={close} />
      </header>
      <div data-scroller className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-24">
        {peer ? (
          <>
            <div className="px-20 pt-24 pb-12">
              <Profile userId={peer} />
            </div>
            <ContentsLink chatId={chatId} />
          </>
        ) : (
          <ChatDetails chatId={chatId} sort={sort} />
        )}
      </div>
    </div>
  )
}
