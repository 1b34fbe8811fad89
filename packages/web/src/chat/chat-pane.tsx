import type { ChatId, MessageId } from '@parley/protocol'
import { CloudOff } from 'lucide-react'
import { type RefObject, Suspense, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useClient, useSelector } from '../client'
import { errorText, useT } from '../i18n'
import { useFileDrop } from '../media/use-file-drop'
import { chatSort, useChatName } from '../people/chat-name'
import { isOverlayOpen } from '../shell/overlay-open'
import { isComposing } from '../shell/pressed'
import { useAppearance } from '../theme/appearance'
import { Button, EmptyState } from '../ui'
import { late } from '../ui/late'
import { Announcer } from './announcer'
import { ChatHeader, type ChatHeaderProps } from './chat-header'
import styles from './chat-pane.module.css'
import { ChatSkeleton } from './chat-skeleton'
import { Composer, type ComposerHandle } from './composer/composer'
import { hasBars, paneLook } from './pane-look'
import type { PinnedBarProps } from './pinned/pinned-bar'
import { RowContext, type RowSurroundings, useRowSurroundings } from './rows/row-context'
import { TypingSlot } from './typing-slot'
import { useDraftQuote } from './use-draft-quote'
import { useNamedMessage } from './use-named-message'
import { useOpenPane } from './use-open-pane'
import { type OpenTimeline, useOpenTimeline } from './use-open-timeline'
import { type PaneParts, usePaneActions } from './use-pane-actions'
import { MessageViewport } from './viewport/message-viewport'
import type { ViewportControl } from './viewport/viewport-control'

const ComposerNotice = late(async () => (await import('./composer/composer-notice')).ComposerNotice)
const ChatBars = late(async () => (await import('../groups/chat-bars')).ChatBars)
const MessageMenu = late(async () => (await import('./actions/message-menu')).MessageMenu)

const EmptyChat = late(async () => (await import('./empty-chat')).EmptyChat)
const BreakTheIce = late(async () => (await import('./empty-chat')).BreakTheIce)
const DropOverlay = late(async () => (await import('../media/drop-overlay')).DropOverlay)

/** Its code comes with the first menu. */
const LazyMessageMenu = () => {
  const { actions } = useRowSurroundings()
  const wanted = useStore(actions.menu, ({ message }) => message !== undefined)
  return (
    wanted && (
      <Suspense fallback={null}>
        <MessageMenu />
      </Suspense>
    )
  )
}

const SelectionBar = late(async () => (await import('./selecting/selection-bar')).SelectionBar)
const PinnedBar = late(async () => (await import('./pinned/pinned-bar')).PinnedBar)

/** Its code comes with the first chat that has something pinned. */
const LatePinnedBar = (props: PinnedBarProps) => {
  const some = useSelector((state) => (state.chats.get(props.chatId)?.chat.pinned.length ?? 0) > 0)
  return (
    some && (
      <Suspense fallback={null}>
        <PinnedBar {...props} />
      </Suspense>
    )
  )
}

export interface ChatPaneProps extends ChatHeaderProps {
  /** A message that the address names; opens there, or goes there. */
  readonly seq?: number | undefined
  /** It was gone to. */
  readonly onArrived?: (() => void) | undefined
}

const useSurroundings = (parts: PaneParts): RowSurroundings => {
  const { chatId, timeline } = parts
  const actions = usePaneActions(parts)
  const { quotes, reactions } = timeline ?? {}
  const client = useClient()
  const { sort, me } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), me: state.me?.id }
  })
  const chosen = useAppearance().layout
  const { layout, showPeople } = paneLook(chosen, sort)
  return useMemo(
    () => ({
      layout,
      showPeople,
      me,
      retry: (id: MessageId) => client.retry(chatId, id),
      discard: (id: MessageId) => client.discard(chatId, id),
      pause: (id: MessageId) => client.pause(chatId, id),
      resume: (id: MessageId) => client.resume(chatId, id),
      quotes,
      reactions,
      actions,
    }),
    [layout, showPeople, me, client, chatId, quotes, reactions, actions],
  )
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
        <Suspense fallback={null}>
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

/** Escape, when nothing else took it: an open dialog, menu, the details. */
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

/** Opening a chat takes away the mark that it is unread. */
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
  const surroundings = useSurroundings({ chatId, timeline: open?.timeline, control, composer })
  useOpenPane(chatId, surroundings.actions.chooseDay)
  useNamedMessage({ open, control, seq, onArrived })
  useDraftQuote(chatId, open)
  useUnmarked(chatId)
  const name = useChatName(chatId)
  const refusal = useSelector((state) => state.chats.get(chatId)?.writeRefused)
  const selecting = useStore(surroundings.actions.selection, ({ messages }) => messages.size > 0)
  const isFresh = useSelector((state) => state.chats.get(chatId)?.chat.seq === 1)
  const isGroup = useSelector((state) => hasBars(state.chats.get(chatId)))
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
    <RowContext value={surroundings}>
      <section
        {...handlers}
        className={styles.pane}
        data-layout={surroundings.layout}
        data-testid="chat-pane"
        data-chat-id={chatId}
      >
        <ChatHeader chatId={chatId} {...header} />
        {open && <LatePinnedBar chatId={chatId} timeline={open.timeline} />}
        {isGroup && (
          <Suspense fallback={null}>
            <ChatBars chatId={chatId} />
          </Suspense>
        )}
        <div className={styles.history}>
          {open ? (
            <History open={open} chatId={chatId} divider={divider} controlRef={control} />
          ) : (
            <ChatSkeleton layout={surroundings.layout} />
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
            <Suspense fallback={<div className={styles.closed} />}>
              <SelectionBar chatId={chatId} />
            </Suspense>
          ) : refusal ? (
            <Suspense fallback={<div className={styles.closed} />}>
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
    </RowContext>
  )
}

/** One chat: header, history, composer. */
export const ChatPane = (props: ChatPaneProps) => <Pane key={props.chatId} {...props} />
