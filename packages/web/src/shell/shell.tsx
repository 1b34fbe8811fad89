import { Suspense, useEffect, useRef } from 'react'
import { Redirect } from 'wouter'
import { useSelector } from '../client'
import { Dialogs } from '../dialogs/dialogs'
import { EmojiPopoverHost } from '../emoji/emoji-popover-host'
import { laterWords, useT } from '../i18n'
import { ChatMenuHost } from '../list/chat-menu-host'
import { ListPane } from '../list/list-pane'
import { LazyViewer } from '../media/viewer/lazy-viewer'
import { cx } from '../ui'
import { late, lateButFirst } from '../ui/late'
import { prefetch } from '../ui/persistently'
import { LateVoiceBars } from '../voice/late-voice-bars'
import { ConnectionBanner } from './connection-banner'
import { firstLookShown, idle } from './idle'
import { useKeyboardInset } from './keyboard-inset'
import { ListResizer, useListWidth } from './list-resizer'
import { MainPane } from './main-pane'
import { usePhone } from './media'
import { PaneBoundary } from './pane-boundary'
import { usePlace } from './places'
import { Rail, Tabs } from './rail'
import styles from './shell.module.css'
import { useShortcuts } from './shortcuts'
import { useIdle } from './use-idle'
import { useVisits } from './visits'
import { useWindowTitle } from './window-title'

const AdminPage = late(async () => (await import('../admin/admin-page')).AdminPage)
const PeoplePane = late(async () => (await import('../friends/people-pane')).PeoplePane)
const DetailsPane = late(async () => (await import('../details/details-pane')).DetailsPane)
const Toasts = lateButFirst(async () => (await import('../ui/overlays')).Toasts)

const SessionEndedDialog = late(async () => (await import('./session-ended')).SessionEndedDialog)

/** Nothing to look at: they come after what is. */
const FriendNews = late(async () => (await import('../friends/friend-news')).FriendNews, idle)
const Notifier = late(async () => (await import('../notify/notifier')).Notifier, idle)

/** The session is over. */
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

/** When the details close, the focus goes back to where it was when they opened. */
const useFocusReturn = (details: boolean) => {
  const before = useRef<Element | null>(null)
  useEffect(() => {
    if (details) before.current = document.activeElement
    else if (document.activeElement === document.body && before.current instanceof HTMLElement) before.current.focus()
  }, [details])
}

/** Chats, menus and dialogs open at once when their code is already there. */
const usePrefetch = () => {
  useEffect(() => {
    firstLookShown()
    void idle.then(() =>
      prefetch(
        () => import('../list/found-outside'),
        () => import('../chat'),
        () => import('../chat/empty-chat'),
        () => import('./session-ended'),
        () => import('../chat/actions/message-menu'),
        () => import('../ui/overlays'),
        laterWords,
      ),
    )
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
          {/* The chats stay mounted underneath, so that they keep their place. */}
          <div className={cx('h-full', inPeople && 'invisible')}>
            <PaneBoundary>
              <ListPane />
            </PaneBoundary>
          </div>
          {inPeople && (
            <div className="absolute inset-0">
              <PaneBoundary>
                <Suspense fallback={null}>
                  <PeoplePane />
                </Suspense>
              </PaneBoundary>
            </div>
          )}
          <ListResizer width={width} />
        </section>
        <section
          className={cx(styles.main, 'bg-chat-bg')}
          data-empty={listAlone || undefined}
          inert={phone && (listAlone || details)}
        >
          <PaneBoundary key={place.pane}>
            <MainPane place={place} />
          </PaneBoundary>
        </section>
        {details && (
          <section aria-label={t('details')} className={cx(styles.details, 'bg-surface')} data-focus-stop>
            <PaneBoundary>
              <Suspense fallback={null}>
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

/** Everything behind the sign-in. */
export const Shell = () => {
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
      <ConnectionBanner />
      <LateVoiceBars />
      {place.pane === 'admin' ? (
        <PaneBoundary>
          <Suspense fallback={null}>
            <AdminPage />
          </Suspense>
        </PaneBoundary>
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
