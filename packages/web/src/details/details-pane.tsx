import type { ChatId, ContentKind } from '@parley/protocol'
import { ChevronRight, Images, X } from 'lucide-react'
import { Suspense } from 'react'
import { Profile } from '../friends/profile'
import { hasRight } from '../groups/group-role'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { AvatarButton } from '../media/avatar/avatar-button'
import { fromInside, goBack, paths } from '../navigation/places'
import { ChatAvatar } from '../people/chat-avatar'
import { type ChatSort, chatSort, peerOf, useChatName } from '../people/chat-name'
import { ActRow, IconButton } from '../ui'
import { lazyPane } from '../ui/lazy-part'
import { PanePlaceholder } from '../ui/loading-placeholder'
import { ChannelDetails, ChannelTools } from './channel-details'
import { GroupAbout, GroupDetails } from './group-details'

const ContentsPane = lazyPane(async () => (await import('./contents/contents-pane')).ContentsPane)

const titles = {
  direct: 'profile',
  group: 'groupInfo',
  world: 'details',
  channel: 'details',
  saved: 'details',
} as const

/** Members who may edit a group change its picture here. */
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

/** Opens the media, files, voice messages and links of the chat. */
const ContentsLink = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  return (
    <div className="px-8">
      <ActRow
        icon={Images}
        label={t('contents')}
        end={<ChevronRight size={18} strokeWidth={1.75} aria-hidden className="text-text-3" />}
        onClick={() => navigate(paths.contents(chatId, 'media'), { state: fromInside })}
      />
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
  /** The kind of contents to list, instead of everything else. */
  readonly contents?: ContentKind | undefined
}

/** The details of a chat. For a direct chat, this is the other person's profile. */
export const DetailsPane = ({ chatId, contents }: DetailsPaneProps) => {
  const t = useT()
  const { sort, peer } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), peer: entry && peerOf(state, entry) }
  })
  if (!sort) return null
  if (contents)
    return (
      <Suspense
        fallback={
          <PanePlaceholder
            title={t('contents')}
            back={{ label: t('back'), onBack: () => goBack(paths.details(chatId)) }}
          />
        }
      >
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
      <div data-scroller className="min-h-0 flex-1 overflow-y-auto overscroll-contain pb-24 [scrollbar-gutter:stable]">
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
