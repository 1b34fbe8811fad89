import type { Timeline, TimelineState } from '@parley/sdk/api'
import { type RefObject, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useClient } from '../../lib/client'
import { useDay } from '../../lib/clock'
import { messageMarkdown } from '../../markdown/message-markdown'
import { usePaneNavigation, useRowLook } from '../pane-contexts'
import { type TimelineItem, timelineItems } from '../timeline-items'
import type { OpenTimeline } from '../use-open-timeline'
import { chatMemory, keepMemories } from './chat-memory'
import { openLink } from './open-link'
import { openingTarget } from './opening-target'
import { columnWidthPx, estimateRowPx } from './row-heights'
import { useCopy } from './use-copy'
import { useFeedKeys } from './use-feed-keys'
import { initialView, type ViewState } from './view-state'
import styles from './viewport.module.css'
import { ViewportControl } from './viewport-control'
import { ViewportOverlays } from './viewport-overlays'
import { VirtualRows } from './virtual-rows'

export interface MessageViewportProps {
  readonly open: OpenTimeline
  /** The current number of unread messages, for the badge. */
  readonly unread: number
  /** How many of these mention the viewer, and the seq of the first. */
  readonly mentions: number
  readonly firstMention: number | undefined
  readonly label: string
  /** The divider follows this seq. Undefined after it was cleared. */
  readonly dividerAfterSeq: number | undefined
  /** Set while mounted. */
  readonly controlRef: RefObject<ViewportControl | null>
}

const useTimelineState = (timeline: Timeline): TimelineState =>
  useSyncExternalStore(timeline.state.subscribe.bind(timeline.state), () => timeline.state.get())

/** The rows of the window. Unchanged rows stay the same objects. */
const useItems = (state: TimelineState, dividerAfterSeq: number | undefined): readonly TimelineItem[] => {
  const { me } = useRowLook()
  const { rows, atStart } = state
  const previous = useRef<readonly TimelineItem[]>([])
  const made = useRef<{ readonly inputs: readonly unknown[]; readonly items: readonly TimelineItem[] }>(undefined)
  // On another day or in another time zone, other messages may be the first of their day.
  const inputs = [rows, atStart, me, dividerAfterSeq, useDay()]
  if (!made.current?.inputs.every((input, at) => input === inputs[at])) {
    const items = timelineItems({ rows, atStart, me, dividerAfterSeq }, previous.current)
    made.current = { inputs, items }
    previous.current = items
  }
  return made.current?.items ?? []
}

/** The control of this viewport, notified of everything that moves or shows it. */
const useControl = ({ open, controlRef }: MessageViewportProps) => {
  const client = useClient()
  const [view, setView] = useState<ViewState>(initialView)
  const [control] = useState(
    () => new ViewportControl({ ...open, memory: chatMemory(client, open.timeline.chatId), onView: setView }),
  )
  useLayoutEffect(() => {
    controlRef.current = control
    return () => {
      controlRef.current = null
      control.stop()
    }
  }, [control, controlRef])
  useEffect(() => {
    const look = () => control.look()
    window.addEventListener('focus', look)
    window.addEventListener('blur', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      window.removeEventListener('focus', look)
      window.removeEventListener('blur', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [control])
  // The rows render only after this.
  useEffect(() => messageMarkdown.once(() => control.hold()), [control])
  useEffect(() => {
    const keep = () => keepMemories(client)
    // A browser that discards a tab has hidden it before, and emits nothing else.
    document.addEventListener('visibilitychange', keep)
    window.addEventListener('pagehide', keep)
    return () => {
      document.removeEventListener('visibilitychange', keep)
      window.removeEventListener('pagehide', keep)
      keep()
    }
  }, [client])
  return { view, control, memory: chatMemory(client, open.timeline.chatId) }
}

/**
 * The history of a chat. It scrolls without end both ways and keeps the user's position. Needs a new instance for each
 * chat.
 */
export const MessageViewport = (props: MessageViewportProps) => {
  const { open, unread, mentions, firstMention, label, dividerAfterSeq } = props
  const { layout, showPeople } = useRowLook()
  const { chooseDay, jump } = usePaneNavigation()
  const [widthPx] = useState(() => columnWidthPx(layout))
  const state = useTimelineState(open.timeline)
  const items = useItems(state, dividerAfterSeq)
  const { view, control, memory } = useControl(props)
  const [opensAt] = useState(() => openingTarget(items, open.opening))
  const onLatest = () => void control.jumpToLatest()
  const onFirstUnread = () => void control.jumpToFirstUnread()
  const { activeKey, onKeyDown, onFocus, onBlur, onPointerDown } = useFeedKeys({
    items,
    onFirstUnread,
    onLatest,
  })
  const onCopy = useCopy(items)
  return (
    <div className={styles.viewport} data-layout={layout}>
      <VirtualRows
        items={items}
        memory={memory}
        estimate={(item) => estimateRowPx(item, { layout, showPeople, widthPx })}
        opensAt={opensAt}
        activeKey={activeKey}
        feedLabel={label}
        busy={state.loading !== undefined}
        onCommit={(shown) => control.committed({ ...shown, items, rows: state.rows })}
        onMeasured={() => control.measured()}
        onResize={() => control.resized()}
        tabIndex={-1}
        data-testid="viewport"
        onScroll={() => control.scrolled()}
        onWheel={() => control.touched()}
        onTouchMove={() => control.touched()}
        onPointerDown={(event) => {
          control.touched()
          onPointerDown(event)
        }}
        onKeyDown={(event) => {
          control.touched()
          onKeyDown(event)
        }}
        onClick={(event) => {
          const day = event.target instanceof Element && event.target.closest<HTMLElement>('[data-day]')
          if (day) chooseDay(Number(day.dataset.day))
          else openLink(event)
        }}
        onFocus={onFocus}
        onBlur={onBlur}
        onCopy={onCopy}
      />
      <ViewportOverlays
        onBack={() => void control.jumpBack()}
        view={view}
        unread={unread}
        mentions={mentions}
        onMention={() => firstMention !== undefined && jump(undefined, { seq: firstMention })}
        openedUnread={state.openedUnread}
        failed={state.error !== undefined && !state.loading}
        onLatest={onLatest}
        onFirstUnread={onFirstUnread}
        onRetry={() => control.retry()}
      />
    </div>
  )
}
