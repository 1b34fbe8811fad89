import type { ChatId } from '@parley/protocol'
import { MessageCircleOff, MessagesSquare, UsersRound } from 'lucide-react'
import { Suspense } from 'react'
import { Link } from 'wouter'
import { navigate } from 'wouter/use-browser-location'
import { useSelector } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { Button, buttonClass, EmptyState } from '../ui'
import { late, soon } from '../ui/late'
import { fromInside, goBack, type Place, paths } from './places'
import { ShortcutHints } from './shortcut-hints'

const ChatPane = soon(async () => (await import('../chat')).ChatPane)
const JoinHere = late(async () => (await import('../groups/join-here')).JoinHere)
const OpenInvite = late(async () => (await import('./open-invite')).OpenInvite)
const PersonPage = late(async () => (await import('../friends/person-page')).PersonPage)
const SettingsPage = late(async () => (await import('../settings/settings-page')).SettingsPage)

/** What stands in the middle of a wide screen while no chat is open. */
const NothingOpen = () => {
  const t = useT()
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
const NobodyOpen = () => {
  const t = useT()
  return <EmptyState icon={UsersRound} title={t('noPersonTitle')} body={t('noPersonBody')} />
}

/** An address of a chat that this person does not have; also while it is on its way. */
const MissingChat = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const settled = useSelector((state) => state.connection.phase === 'live')
  if (!settled) return null
  return (
    <EmptyState
      icon={MessageCircleOff}
      title={t('chatMissingTitle')}
      body={t('chatMissingBody')}
      action={
        <>
          <Suspense fallback={null}>
            <JoinHere chatId={chatId} />
          </Suspense>
          <Link href={paths.list} className={buttonClass('secondary')}>
            {t('backToChats')}
          </Link>
        </>
      }
    />
  )
}

const Chat = ({ chatId, details, seq }: Extract<Place, { pane: 'chat' }>) => {
  const here = useSelector((state) => state.chats.has(chatId))
  if (!here) return <MissingChat key={chatId} chatId={chatId} />
  return (
    <ChatPane
      key={chatId}
      chatId={chatId}
      seq={seq}
      // The address is the chat's again: whoever follows the same link later goes there again.
      onArrived={() => navigate(paths.chat(chatId), { replace: true, state: history.state })}
      onBack={() => goBack(paths.list)}
      detailsOpen={details}
      onOpenDetails={() =>
        details ? goBack(paths.chat(chatId)) : navigate(paths.details(chatId), { state: fromInside })
      }
    />
  )
}

/** What an address shows beside the list. */
export const MainPane = ({ place }: { readonly place: Place }) => {
  switch (place.pane) {
    case 'chat':
      return (
        <Suspense fallback={null}>
          <Chat {...place} />
        </Suspense>
      )
    case 'people':
      return place.userId ? (
        <Suspense fallback={null}>
          <PersonPage key={place.userId} userId={place.userId} />
        </Suspense>
      ) : (
        <NobodyOpen />
      )
    case 'settings':
      return (
        <Suspense fallback={null}>
          <SettingsPage />
        </Suspense>
      )
    case 'invite':
      return (
        <Suspense fallback={null}>
          <OpenInvite code={place.code} />
        </Suspense>
      )
    default:
      return <NothingOpen />
  }
}
