import type { ChatId } from '@parley/protocol'
import { MessageCircleOff } from 'lucide-react'
import { Suspense, useEffect } from 'react'
import { ChatPane } from '../chat'
import { EmojiPopoverHost } from '../emoji/emoji-popover-host'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { firstScreenShown } from '../lib/idle'
import { paths, usePlace } from '../navigation/places'
import { ConnectionBanner } from '../shell/connection-banner'
import { Dialogs } from '../shell/dialogs'
import { useKeyboardInset } from '../shell/keyboard-inset'
import { PaneBoundary } from '../shell/pane-boundary'
import styles from '../shell/shell.module.css'
import { useIdle } from '../shell/use-idle'
import { Button, EmptyState } from '../ui'
import { lazyPart } from '../ui/lazy-part'
import { PanePlaceholder } from '../ui/loading-placeholder'
import { LazyViewer } from '../viewer/lazy-viewer'
import { LazyVoiceBars } from '../voice/lazy-voice-bars'

const Toasts = lazyPart(async () => (await import('../ui/overlays')).Toasts)

const reload = () => location.reload()

/** The reason why there is no chat, and what to do. */
const Missing = () => {
  const t = useT()
  const ended = useSelector(({ connection }) => (connection.phase === 'ended' ? connection.ended : undefined))
  if (ended === 'account_disabled')
    return <EmptyState icon={MessageCircleOff} title={t('accountDisabledTitle')} body={t('accountDisabledBody')} />
  const crowded = ended === 'too_many_connections'
  return (
    <EmptyState
      icon={MessageCircleOff}
      title={t(crowded ? 'tooManyConnectionsTitle' : 'embedMissingTitle')}
      body={t(crowded ? 'tooManyConnectionsBody' : 'embedMissingBody')}
      action={<Button onClick={reload}>{t(crowded ? 'useHere' : 'reload')}</Button>}
    />
  )
}

const Chat = ({ chatId, seq }: { readonly chatId: ChatId; readonly seq: number | undefined }) => {
  const { known, settled } = useSelector(({ ready, me, chats, connection: { phase } }) => ({
    known: ready && me !== undefined && chats.has(chatId) && phase !== 'ended',
    settled: phase === 'live' || phase === 'ended',
  }))
  if (!known) return settled ? <Missing /> : <PanePlaceholder />
  return <ChatPane chatId={chatId} seq={seq} onArrived={() => navigate(paths.chat(chatId))} />
}

/** One chat without anything around it. */
export const Frame = () => {
  const place = usePlace()
  useKeyboardInset()
  useIdle()
  useEffect(firstScreenShown, [])
  return (
    <div className={styles.page}>
      <LazyVoiceBars />
      <main className="group/main relative min-h-0 flex-1 bg-chat-bg">
        <PaneBoundary>
          {place.pane === 'chat' ? <Chat chatId={place.chatId} seq={place.seq} /> : <Missing />}
        </PaneBoundary>
        <ConnectionBanner at="start" />
      </main>
      <Dialogs />
      <EmojiPopoverHost />
      <LazyViewer />
      <Suspense fallback={null}>
        <Toasts />
      </Suspense>
    </div>
  )
}
