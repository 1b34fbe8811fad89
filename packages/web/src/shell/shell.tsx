import { Suspense, useEffect, useRef } from 'react'
import { Redirect } from 'wouter'
import { EmojiPopoverHost } from '../emoji/emoji-popover-host'
import { loadAdminCatalog, loadLaterCatalog, useT } from '../i18n'
import { loadWithTexts } from '../i18n/load-with-texts'
import { useSelector } from '../lib/client'
import { firstScreenShown, idle, untilQuiet } from '../lib/idle'
import { prefetch } from '../lib/load-with-retry'
import { usePhone } from '../lib/media'
import { ChatMenuHost } from '../list/chat-menu-host'
import { ListPane } from '../list/list-pane'
import { messageMarkdown } from '../markdown/message-markdown'
import { goBack, paths, usePlace } from '../navigation/places'
import { useVisits } from '../navigation/visits'
import { savesData } from '../offline/saves-data'
import { cx } from '../ui'
import { giveFocus } from '../ui/give-focus'
import { firstScreenPart, lazyPane, lazyPart, preloadParts } from '../ui/lazy-part'
import { PanePlaceholder } from '../ui/loading-placeholder'
import { LazyViewer } from '../viewer/lazy-viewer'
import { LazyVoiceBars } from '../voice/lazy-voice-bars'
import { ConnectionBanner } from './connection-banner'
import { Dialogs } from './dialogs'
import { useKeyboardInset } from './keyboard-inset'
import { ListResizer, useListWidth } from './list-resizer'
import { MainPane } from './main-pane'
import { PaneBoundary } from './pane-boundary'
import { Rail, Tabs } from './rail'
import styles from './shell.module.css'
import { useShortcuts } from './shortcuts'
import { useIdle } from './use-idle'
import { useWindowTitle } from './use-window-title'

const AdminPage = lazyPane(async () => (await import('../admin/admin-page')).AdminPage, loadAdminCatalog)
const PeoplePane = lazyPane(async () => (await import('../friends/people-pane')).PeoplePane)
const DetailsPane = lazyPane(async () => (await import('../details/details-pane')).DetailsPane)
const Toasts = firstScreenPart(async () => (await import('../ui/overlays')).Toasts)

const SessionEndedDialog = lazyPart(async () => (await import('./session-ended')).SessionEndedDialog)

/** These components are invisible, so they load after the visible ones. */
const FriendNews = lazyPart(async () => (await import('../friends/friend-news')).FriendNews, idle)
const Notifier = lazyPart(async () => (await import('../notify/notifier')).Notifier, idle)

/** Loads when the session has ended. */
const LateSessionEnded = () => {
  const ended = useSelector(({ connection }) => connection.phase === 'ended')
  return (
    ended && (
      <Suspense fallback={null}>
        <SessionEndedDialog />
      </Suspense>
    )
  )
}

/** When the details close, returns the focus to the element that had it before they opened. */
const useFocusReturn = (details: boolean) => {
  const before = useRef<Element | null>(null)
  useEffect(() => {
    if (details) before.current = document.activeElement
    else if (document.activeElement === document.body && before.current instanceof HTMLElement)
      giveFocus(before.current)
  }, [details])
}

/** Loads code in advance, so that everything opens at once. With data saving on, parts load when they are shown. */
const prefetchLater = async () => {
  if (savesData()) return
  prefetch(loadLaterCatalog)
  prefetch(() => import('../chat'))
  prefetch(messageMarkdown.ask)
  prefetch(() => import('../chat/actions/row-tools'))
  prefetch(() => import('../list/found-outside'))
  prefetch(() => import('../media/attaching'))
  await preloadParts(untilQuiet)
}

const usePrefetch = () => {
  useEffect(() => {
    firstScreenShown()
    void idle.then(prefetchLater)
    void idle.then(async () => (await loadWithTexts(() => import('../offline/keep-offline'))).keepOffline())
  }, [])
}

const Panes = () => {
  const t = useT()
  const place = usePlace()
  const phone = usePhone()
  const width = useListWidth()
  const inPeople = place.pane === 'people'
  const listAlone = place.pane === 'list' || (inPeople && place.userId === undefined)
  const details = place.pane === 'chat' && place.details
  useFocusReturn(details)
  return (
    <div className={styles.shell} style={width.style} data-details={details || undefined}>
      <Rail />
      <main className="contents">
        <section
          aria-label={t(inPeople ? 'peoplePlace' : 'chatList')}
          className={cx(styles.list, 'bg-surface-sidebar tablet:hairline-e')}
          data-covered={!listAlone || undefined}
          inert={phone && !listAlone}
        >
          {/* The chats stay mounted underneath, so that they keep their scroll position. */}
          <div className={cx('h-full', inPeople && 'invisible')}>
            <PaneBoundary>
              <ListPane />
            </PaneBoundary>
          </div>
          {inPeople && (
            <div className="absolute inset-0">
              <PaneBoundary>
                <Suspense fallback={<PanePlaceholder title={t('peoplePlace')} />}>
                  <PeoplePane />
                </Suspense>
              </PaneBoundary>
            </div>
          )}
          {(!phone || listAlone) && <ConnectionBanner at="end" />}
          <ListResizer width={width} />
        </section>
        <section
          className={cx(styles.main, 'group/main bg-chat-bg')}
          data-empty={listAlone || undefined}
          inert={phone && (listAlone || details)}
        >
          <PaneBoundary key={place.pane}>
            <MainPane place={place} />
          </PaneBoundary>
          {/* Below the header and the bar, since the newest messages and the composer are at the bottom. */}
          {phone && !listAlone && <ConnectionBanner at="start" />}
        </section>
        {details && (
          <section aria-label={t('details')} className={cx(styles.details, 'bg-surface')} data-focus-stop>
            <PaneBoundary>
              <Suspense
                fallback={<PanePlaceholder title={t('details')} onClose={() => goBack(paths.chat(place.chatId))} />}
              >
                <DetailsPane key={place.chatId} chatId={place.chatId} contents={place.contents} />
              </Suspense>
            </PaneBoundary>
          </section>
        )}
      </main>
      {phone && (listAlone || place.pane === 'settings') && <Tabs />}
    </div>
  )
}

/** The client after sign-in. */
export const Shell = () => {
  const t = useT()
  const place = usePlace()
  useShortcuts()
  useWindowTitle()
  usePrefetch()
  useKeyboardInset()
  useIdle()
  useVisits()
  if (place.pane === 'elsewhere') return <Redirect to="/" replace />
  return (
    <div className={styles.page}>
      <LazyVoiceBars />
      {place.pane === 'admin' ? (
        <div className={cx(styles.shell, styles.wide)}>
          <Rail />
          <PaneBoundary>
            <Suspense
              fallback={
                <PanePlaceholder
                  title={t('administration')}
                  back={{ label: t('backToChats'), onBack: () => goBack(paths.list) }}
                />
              }
            >
              <AdminPage />
            </Suspense>
          </PaneBoundary>
        </div>
      ) : (
        <Panes />
      )}
      <Dialogs />
      <ChatMenuHost />
      <EmojiPopoverHost />
      <LazyViewer />
      <Suspense fallback={null}>
        <FriendNews />
        <Notifier />
      </Suspense>
      <LateSessionEnded />
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
    </div>
  )
}
