import type { ChatId, MessageId } from '@parley/protocol'
import { CloudOff } from 'lucide-react'
import { type RefObject, useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useClient, useSelector } from '../client'
import { errorText, useT } from '../i18n'
import { chatSort, useChatName } from '../people/chat-name'
import { Button, EmptyState } from '../ui'
import { Announcer } from './announcer'
import { ChatHeader, type ChatHeaderProps } from './chat-header'
import styles from './chat-pane.module.css'
import { ChatSkeleton } from './chat-skeleton'
import { Composer } from './composer/composer'
import { ComposerNotice } from './composer/composer-notice'
import { BreakTheIce, EmptyChat } from './empty-chat'
import { type ChatLayout, RowContext, type RowSurroundings } from './rows/row-context'
import { isComposing } from './sends-on-enter'
import { TypingSlot } from './typing-slot'
import { type OpenTimeline, useOpenTimeline } from './use-open-timeline'
import { MessageViewport } from './viewport/message-viewport'
import type { ViewportControl } from './viewport/viewport-control'

export type ChatPaneProps = ChatHeaderProps

const useSurroundings = (chatId: ChatId): RowSurroundings => {
  const client = useClient()
  const { sort, me } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), me: state.me?.id }
  })
  const layout: ChatLayout = sort === 'world' || sort === 'channel' ? 'flat' : 'bubbles'
  const showPeople = layout === 'flat' || sort === 'group'
  return useMemo(
    () => ({
      layout,
      showPeople,
      me,
      retry: (id: MessageId) => client.retry(chatId, id),
      discard: (id: MessageId) => client.discard(chatId, id),
    }),
    [layout, showPeople, me, client, chatId],
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
  const unread = useSelector((state) => state.chats.get(chatId)?.unread ?? 0)
  const state = useSyncExternalStore(
    (listener) => timeline.state.subscribe(listener),
    () => timeline.state.get(),
  )
  if (state.rows.length === 0) {
    if (state.error) {
      const again = <Button onClick={() => void timeline.show('latest')}>{t('retry')}</Button>
      return <EmptyState icon={CloudOff} title={t('openFailed')} body={errorText(t, state.error)} action={again} />
    }
    if (state.atStart && state.atEnd) return <EmptyChat chatId={chatId} />
    return null
  }
  const showsDivider = divider === 'shown' && state.openedUnread > 0
  return (
    <MessageViewport
      open={open}
      unread={unread}
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
      if (!document.querySelector('[role=dialog],[role=alertdialog],[role=menu]')) latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
}

const Pane = ({ chatId, ...header }: ChatPaneProps) => {
  const surroundings = useSurroundings(chatId)
  const open = useOpenTimeline(chatId)
  const name = useChatName(chatId)
  const refusal = useSelector((state) => state.chats.get(chatId)?.writeRefused)
  const [divider, setDivider] = useState<'shown' | 'cleared'>('shown')
  const control = useRef<ViewportControl>(null)
  const onSending = () => {
    setDivider('cleared')
    control.current?.sending()
  }
  useEscape(() => {
    setDivider('cleared')
    void control.current?.jumpToLatest()
  })
  return (
    <RowContext value={surroundings}>
      <section className={styles.pane} data-layout={surroundings.layout} data-testid="chat-pane" data-chat-id={chatId}>
        <ChatHeader chatId={chatId} {...header} />
        <div className={styles.history}>
          {open ? (
            <History open={open} chatId={chatId} divider={divider} controlRef={control} />
          ) : (
            <ChatSkeleton layout={surroundings.layout} />
          )}
          {open && <BreakTheIce chatId={chatId} />}
        </div>
        <div className={styles.foot}>
          <TypingSlot chatId={chatId} />
          {refusal ? (
            <ComposerNotice chatId={chatId} refusal={refusal} />
          ) : (
            <Composer chatId={chatId} chatName={name} onSending={onSending} />
          )}
        </div>
        {open && <Announcer timeline={open.timeline} />}
      </section>
    </RowContext>
  )
}

/** One chat: header, history, composer. */
export const ChatPane = (props: ChatPaneProps) => <Pane key={props.chatId} {...props} />
