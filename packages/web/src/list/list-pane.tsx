import { isVisible } from '@parley/protocol/visible'
import { Suspense, useEffect } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { idle } from '../lib/idle'
import { usePhone } from '../lib/media'
import { listStore } from '../navigation/list-store'
import { useOpenChat, usePlace } from '../navigation/places'
import { Skeleton } from '../ui'
import { firstScreenPart, lazyPart } from '../ui/lazy-part'
import { ChatList } from './chat-list'
import { isAlone, isLoading } from './first-steps-due'
import { ListFilters } from './list-filters'
import { ListHeader } from './list-header'
import { ListSearch } from './list-search'
import { pinnedShown, shownChats } from './shown-chats'

const FoundOutside = firstScreenPart(async () => (await import('./found-outside')).FoundOutside)

const FirstSteps = firstScreenPart(async () => (await import('./first-steps')).FirstSteps)
/** A notice about the account, which loads after the first screen. */
const SignInNotice = lazyPart(async () => (await import('../sign-ins/sign-in-notice')).SignInNotice, idle)
const NoChats = firstScreenPart(async () => (await import('./no-chats')).NoChats)

const rows = [1, 2, 3, 4, 5, 6]

/** Placeholder rows with the size of chats. */
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

/** The chat list with its header, search and filters. */
export const ListPane = () => {
  const shown = useShown()
  const empty = useSelector(isLoading)
  const { filter, query } = useStore(listStore)
  const pinned = useSelector((state) => pinnedShown(state, { filter, query }).length)
  const alone = useSelector(isAlone)
  const searching = isVisible(query)
  // Beside the list, the main pane already explains how to begin.
  const [place, phone] = [usePlace(), usePhone()]
  const beside = place.pane === 'list' && !phone
  const after = searching ? <FoundOutside /> : filter === 'all' && alone && !beside && <FirstSteps />
  return (
    <div data-list data-focus-stop className="flex h-full flex-col">
      <ListHeader />
      <ListSearch />
      <ListFilters />
      <Suspense fallback={null}>
        <SignInNotice />
      </Suspense>
      {empty && <Loading />}
      {!empty && shown.length > 0 && (
        <ChatList shown={shown} pinned={pinned} after={<Suspense fallback={null}>{after}</Suspense>} />
      )}
      {!empty && shown.length === 0 && (
        <div className="min-h-0 flex-1 overflow-y-auto px-8">
          <Suspense fallback={null}>{searching ? <FoundOutside /> : <NoChats />}</Suspense>
        </div>
      )}
    </div>
  )
}
