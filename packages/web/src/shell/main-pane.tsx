import type { ChatId } from '@parley/protocol'
import { MessagesSquare, UsersRound } from 'lucide-react'
import { Suspense } from 'react'
import { openDialog } from '../dialogs/dialog-store'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { usePhone } from '../lib/media'
import { isAlone, isLoading } from '../list/first-steps-due'
import { fromInside, goBack, type Place, paths } from '../navigation/places'
import { useServerUnreachable } from '../offline/connection-notice'
import { useChatName } from '../people/chat-name'
import { Button, EmptyState } from '../ui'
import { eagerPart, firstScreenPart, lazyPane, lazyPart } from '../ui/lazy-part'
import { PanePlaceholder } from '../ui/loading-placeholder'
import { ShortcutHints } from './shortcut-hints'

const ChatPane = eagerPart(async () => (await import('../chat')).ChatPane)
const FirstRun = lazyPart(async () => (await import('../admin/first-run')).FirstRun)
const StartActions = firstScreenPart(async () => (await import('../list/start-actions')).StartActions)
const MissingChat = lazyPane(async () => (await import('../groups/missing-chat')).MissingChat)
const OpenInvite = lazyPane(async () => (await import('./open-invite')).OpenInvite)
const PersonPage = lazyPane(async () => (await import('../friends/person-page')).PersonPage)
const SettingsPage = lazyPane(async () => (await import('../settings/settings-page')).SettingsPage)

/** Shown to users without contacts. */
const NoContacts = () => {
  const t = useT()
  const isAdmin = useSelector(({ me }) => me?.admin === true)
  return (
    <Suspense fallback={null}>
      {isAdmin ? (
        <FirstRun />
      ) : (
        <EmptyState icon={MessagesSquare} title={t('noChatsTitle')} body={t('noChatsBody')} action={<StartActions />} />
      )}
    </Suspense>
  )
}

/** The content of the main pane on wide screens while no chat is open. */
const NoChatOpen = () => {
  const t = useT()
  const alone = useSelector(isAlone)
  const loading = useSelector(isLoading)
  if (loading) return null
  if (alone) return <NoContacts />
  return (
    <div data-focus-stop className="h-full">
      <EmptyState
        icon={MessagesSquare}
        title={t('noChatOpenTitle')}
        body={t('noChatOpenBody')}
        action={<Button onClick={() => openDialog({ name: 'newChat' })}>{t('newChat')}</Button>}
      >
        <ShortcutHints />
      </EmptyState>
    </div>
  )
}

/** The same beside the list of people. */
const NoPersonOpen = () => {
  const t = useT()
  return <EmptyState icon={UsersRound} title={t('noPersonTitle')} body={t('noPersonBody')} />
}

/** Empty while the chat may still be loading. */
const Missing = ({ chatId }: { readonly chatId: ChatId }) => {
  const live = useSelector((state) => state.connection.phase === 'live')
  const outOfReach = useServerUnreachable()
  return (live || outOfReach) && <MissingChat chatId={chatId} live={live} />
}

const Chat = ({ chatId, details, seq }: Extract<Place, { pane: 'chat' }>) => {
  const here = useSelector((state) => state.chats.has(chatId))
  if (!here) return <Missing key={chatId} chatId={chatId} />
  return (
    <ChatPane
      key={chatId}
      chatId={chatId}
      seq={seq}
      // Restores the address of the chat, so that following the same link later jumps again.
      onArrived={() => navigate(paths.chat(chatId), { replace: true, state: history.state })}
      onBack={() => goBack(paths.list)}
      detailsOpen={details}
      onOpenDetails={() =>
        details ? goBack(paths.chat(chatId)) : navigate(paths.details(chatId), { state: fromInside })
      }
    />
  )
}

/** A placeholder for a chat while its code loads. */
const ChatPlaceholder = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const phone = usePhone()
  const back = { label: t('backToList'), onBack: () => goBack(paths.list) }
  return <PanePlaceholder title={useChatName(chatId)} back={phone ? back : undefined} />
}

/** The pane beside the list, for an address. */
export const MainPane = ({ place }: { readonly place: Place }) => {
  const t = useT()
  const phone = usePhone()
  const backTo = (path: string) => ({ label: t('back'), onBack: () => goBack(path) })
  switch (place.pane) {
    case 'chat':
      return (
        <Suspense fallback={<ChatPlaceholder chatId={place.chatId} />}>
          <Chat {...place} />
        </Suspense>
      )
    case 'people':
      return place.userId ? (
        <Suspense fallback={<PanePlaceholder back={phone ? backTo(paths.people) : undefined} />}>
          <PersonPage key={place.userId} userId={place.userId} />
        </Suspense>
      ) : (
        <NoPersonOpen />
      )
    case 'settings':
      return (
        <Suspense fallback={<PanePlaceholder title={t('settings')} />}>
          <SettingsPage />
        </Suspense>
      )
    case 'invite':
      return (
        <Suspense fallback={<PanePlaceholder back={phone ? backTo(paths.list) : undefined} />}>
          <OpenInvite code={place.code} />
        </Suspense>
      )
    default:
      return <NoChatOpen />
  }
}
