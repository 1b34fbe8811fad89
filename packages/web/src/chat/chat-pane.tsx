import type { ChatId } from '@parley/protocol'
import { CloudOff } from 'lucide-react'
import { type RefObject, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { errorText, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useFileDrop } from '../media/use-file-drop'
import { isOverlayOpen } from '../navigation/overlay-open'
import { isComposing } from '../navigation/pressed'
import { useChatName } from '../people/chat-name'
import { Button, EmptyState } from '../ui'
import { lazyPane, lazyPart } from '../ui/lazy-part'
import { LoadingPlaceholder, OverlayPlaceholder } from '../ui/loading-placeholder'
import { Announcer } from './announcer'
import type { ChatBarProps } from './bar/chat-bar'
import { ChatHeader, type ChatHeaderProps } from './chat-header'
import styles from './chat-pane.module.css'
import { ChatSkeleton } from './chat-skeleton'
import { Composer, type ComposerHandle } from './composer/composer'
import { usePaneStores } from './pane-contexts'
import { hasBar } from './pane-look'
import { PaneProviders } from './pane-providers'
import { TypingSlot } from './typing-slot'
import { useDraftQuote } from './use-draft-quote'
import { useNamedMessage } from './use-named-message'
import { useOpenPane } from './use-open-pane'
import { type OpenTimeline, useOpenTimeline } from './use-open-timeline'
import { usePaneValues } from './use-pane-values'
import { MessageViewport } from './viewport/message-viewport'
import type { ViewportControl } from './viewport/viewport-control'

const ComposerNotice = lazyPart(async () => (await import('./composer/composer-notice')).ComposerNotice)
const MessageMenu = lazyPane(async () => (await import('./actions/message-menu')).MessageMenu)

const EmptyChat = lazyPart(async () => (await import('./empty-chat')).EmptyChat)
const BreakTheIce = lazyPart(async () => (await import('./empty-chat')).BreakTheIce)
const DropOverlay = lazyPart(async () => (await import('../media/drop-overlay')).DropOverlay)

/** The code loads with the first menu. */
const LazyMessageMenu = () => {
  const { menu } = usePaneStores()
  const wanted = useStore(menu, ({ message }) => message !== undefined)
  const open = useStore(menu, (state) => state.open)
  return (
    wanted && (
      <Suspense fallback={open && <OverlayPlaceholder onClose={() => menu.setState({ open: false })} />}>
        <MessageMenu />
      </Suspense>
    )
  )
}

const SelectionBar = lazyPart(async () => (await import('./selecting/selection-bar')).SelectionBar)
const ChatBar = lazyPart(async () => (await import('./bar/chat-bar')).ChatBar)

/** The placeholder for the footer while its code loads. */
const FootPlaceholder = () => (
  <LoadingPlaceholder>
    <div className={styles.closed} />
  </LoadingPlaceholder>
)

/** The code loads with the first chat that can have a bar. */
const LazyChatBar = (props: ChatBarProps) => {
  const some = useSelector((state) => hasBar(state.chats.get(props.chatId)))
  return (
    some && (
      <Suspense fallback={null}>
        <ChatBar {...props} />
      </Suspense>
    )
  )
}

export interface ChatPaneProps extends ChatHeaderProps {
  /** The message in the address. The pane opens at this message, or jumps to it. */
  readonly seq?: number | undefined
  /** Called after the pane reached that message. */
  readonly onArrived?: (() => void) | undefined
}

interface HistoryProps {
  readonly open: OpenTimeline
  readonly chatId: ChatId
  readonly divider: 'shown' | 'cleared'
  readonly controlRef: RefObject<ViewportControl | null>
}

const History = ({ open, chatId, divider, controlRef }: HistoryProps) => {
  const t = useT()
  const { timeline } = open
  const name = useChatName(chatId)
  const { unread, mentions, firstMention } = useSelector((state) => {
    const { unread = 0, mentions = 0, firstMention } = state.chats.get(chatId) ?? {}
    return { unread, mentions, firstMention }
  })
  const state = useSyncExternalStore(
    (listener) => timeline.state.subscribe(listener),
    () => timeline.state.get(),
  )
  if (state.rows.length === 0) {
    if (state.error) {
      const again = <Button onClick={() => void timeline.show('latest')}>{t('retry')}</Button>
      return <EmptyState icon={CloudOff} title={t('openFailed')} body={errorText(t, state.error)} action={again} />
    }
    if (state.atStart && state.atEnd)
      return (
        <Suspense fallback={<LoadingPlaceholder>{null}</LoadingPlaceholder>}>
          <EmptyChat chatId={chatId} />
        </Suspense>
      )
    return null
  }
  const showsDivider = divider === 'shown' && state.openedUnread > 0
  return (
    <MessageViewport
      open={open}
      unread={unread}
      mentions={mentions}
      firstMention={firstMention}
      label={t('messagesOf', { name })}
      dividerAfterSeq={showsDivider ? state.openedReadSeq : undefined}
      controlRef={controlRef}
    />
  )
}

/** Escape, unless an open dialog, menu or the details handled it. */
const useEscape = (run: () => void) => {
  const latest = useRef(run)
  useEffect(() => {
    latest.current = run
  })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented || isComposing(event)) return
      if (!isOverlayOpen()) latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

/** Opening a chat removes its unread mark. */
const useUnmarked = (chatId: ChatId) => {
  const client = useClient()
  useEffect(() => {
    if (client.state.get().chats.get(chatId)?.state?.markedUnread)
      client.markUnread(chatId, false).catch(() => undefined)
  }, [client, chatId])
}

const Pane = ({ chatId, seq, onArrived, ...header }: ChatPaneProps) => {
  const control = useRef<ViewportControl>(null)
  const composer = useRef<ComposerHandle>(null)
  const open = useOpenTimeline(chatId, seq)
  const values = usePaneValues({ chatId, timeline: open?.timeline, control, composer })
  useOpenPane(chatId, values.navigation.chooseDay)
  useNamedMessage({ open, control, seq, onArrived })
  useDraftQuote(chatId, open)
  useUnmarked(chatId)
  const name = useChatName(chatId)
  const refusal = useSelector((state) => state.chats.get(chatId)?.writeRefused)
  const selecting = useStore(values.stores.selection, ({ messages }) => messages.size > 0)
  const isFresh = useSelector((state) => state.chats.get(chatId)?.chat.seq === 1)
  const [divider, setDivider] = useState<'shown' | 'cleared'>('shown')
  const onSending = () => {
    setDivider('cleared')
    control.current?.sending()
  }
  useEscape(() => {
    if (composer.current?.cancel()) return
    setDivider('cleared')
    void control.current?.jumpToLatest()
  })
  const { over, handlers } = useFileDrop(chatId, !refusal)
  return (
    <PaneProviders values={values}>
      <section
        {...handlers}
        className={styles.pane}
        data-layout={values.look.layout}
        data-testid="chat-pane"
        data-chat-id={chatId}
      >
        <ChatHeader chatId={chatId} {...header} />
        {open && <LazyChatBar chatId={chatId} timeline={open.timeline} />}
        <div className={styles.history}>
          {open ? (
            <History open={open} chatId={chatId} divider={divider} controlRef={control} />
          ) : (
            <ChatSkeleton layout={values.look.layout} />
          )}
          {open && isFresh && (
            <Suspense fallback={null}>
              <BreakTheIce chatId={chatId} />
            </Suspense>
          )}
        </div>
        <div className={styles.foot}>
          <TypingSlot chatId={chatId} />
          {selecting ? (
            <Suspense fallback={<FootPlaceholder />}>
              <SelectionBar chatId={chatId} />
            </Suspense>
          ) : refusal ? (
            <Suspense fallback={<FootPlaceholder />}>
              <ComposerNotice chatId={chatId} refusal={refusal} />
            </Suspense>
          ) : (
            <Composer ref={composer} chatId={chatId} chatName={name} onSending={onSending} />
          )}
        </div>
        {open && <Announcer timeline={open.timeline} />}
        <LazyMessageMenu />
        {over && (
          <Suspense fallback={null}>
            <DropOverlay />
          </Suspense>
        )}
      </section>
    </PaneProviders>
  )
}

/** One chat, with its header, history and composer. */
export const ChatPane = (props: ChatPaneProps) => <Pane key={props.chatId} {...props} />
