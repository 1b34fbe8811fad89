import { Archive, BellRing, MessageCircle, Users } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import { useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useOpenChat } from '../shell/places'
import { Button, EmptyState, Skeleton } from '../ui'
import { ChatList } from './chat-list'
import { FirstSteps } from './first-steps'
import { FoundOutside } from './found-outside'
import { ListFilters } from './list-filters'
import { ListHeader } from './list-header'
import { ListSearch } from './list-search'
import { listStore } from './list-store'
import { pinnedShown, shownChats } from './shown-chats'

const NoChats = () => {
  const t = useT()
  const { filter } = useStore(listStore)
  const showAll = () => listStore.setState({ filter: 'all', query: '' })
  if (filter === 'unread' || filter === 'mentions') {
    const action = <Button onClick={showAll}>{t('showAllChats')}</Button>
    return <EmptyState icon={BellRing} title={t('noUnreadTitle')} body={t('noUnreadBody')} action={action} />
  }
  if (filter === 'archive') {
    const action = <Button onClick={showAll}>{t('showAllChats')}</Button>
    return <EmptyState icon={Archive} title={t('noArchiveTitle')} body={t('noArchiveBody')} action={action} />
  }
  if (filter === 'groups') {
    const action = <Button onClick={() => openDialog({ name: 'newGroup' })}>{t('newGroup')}</Button>
    return <EmptyState icon={Users} title={t('noGroupsTitle')} body={t('noGroupsBody')} action={action} />
  }
  const action = <Button onClick={() => openDialog({ name: 'newChat' })}>{t('newChat')}</Button>
  return <EmptyState icon={MessageCircle} title={t('noChatsTitle')} body={t('noChatsBody')} action={action} />
}

const rows = [1, 2, 3, 4, 5, 6]

/** Rows of the same measures as chats. */
const Loading = () => (
  <div aria-hidden className="px-8">
    {rows.map((row) => (
      <div key={row} className="mb-2 flex h-64 items-center gap-12 px-12">
        <Skeleton round className="size-44" />
        <span className="flex flex-1 flex-col gap-8">
          <Skeleton className="h-12 w-96" />
          <Skeleton className="h-12 w-full" />
        </span>
      </div>
    ))}
  </div>
)

const useShown = () => {
  const t = useT()
  const { filter, query } = useStore(listStore)
  const open = useOpenChat()
  const shown = useSelector((state) => shownChats(state, { filter, query, open, t }))
  useEffect(() => listStore.setState({ shown }), [shown])
  return shown
}

/** The chat list with everything above it. */
export const ListPane = () => {
  const shown = useShown()
  const empty = useSelector((state) => state.chats.size === 0 && state.connection.phase !== 'live')
  const { filter, query } = useStore(listStore)
  const pinned = useSelector((state) => pinnedShown(state, { filter, query }).length)
  const searching = query.trim() !== ''
  return (
    <div data-list data-focus-stop className="flex h-full flex-col">
      <ListHeader />
      <ListSearch />
      <ListFilters />
      {empty && <Loading />}
      {!empty && shown.length > 0 && (
        <ChatList
          shown={shown}
          pinned={pinned}
          after={searching ? <FoundOutside /> : filter === 'all' && <FirstSteps />}
        />
      )}
      {!empty && shown.length === 0 && (
        <div className="min-h-0 flex-1 overflow-y-auto px-8">{searching ? <FoundOutside /> : <NoChats />}</div>
      )}
    </div>
  )
}
