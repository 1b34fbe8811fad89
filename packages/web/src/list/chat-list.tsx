import type { ChatId } from '@parley/protocol'
import { defaultRangeExtractor } from '@tanstack/react-virtual'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import { useT } from '../i18n'
import { useOpenChat } from '../navigation/places'
import { giveFocus } from '../ui/give-focus'
import { rovingStep } from '../ui/roving'
import { useVirtualizer } from '../ui/use-virtualizer'
import { ChatRow } from './chat-row'
import { UnreadPill } from './unread-pill'
import { useDragOpen } from './use-drag-open'

const rowPx = 64
const gapPx = 2

/** Moves the focus along the rows. The virtualiser first renders a row that isn't mounted. */
const useRoving = (shown: readonly ChatId[]) => {
  const open = useOpenChat()
  const [focused, setFocused] = useState<ChatId>()
  const stop = [focused, open].find((id) => id && shown.includes(id)) ?? shown[0]
  return { stop, stopIndex: stop ? shown.indexOf(stop) : -1, setFocused }
}

interface ChatListProps {
  readonly shown: readonly ChatId[]
  /** The number of pinned chats at the beginning. A hairline is below them. */
  readonly pinned: number
  readonly after?: ReactNode
}

/** The virtualised list of chats. `after` follows below. */
export const ChatList = ({ shown, pinned, after }: ChatListProps) => {
  const t = useT()
  const open = useOpenChat()
  const scroller = useRef<HTMLDivElement>(null)
  const { stop, stopIndex, setFocused } = useRoving(shown)
  const dragOpen = useDragOpen()
  const { virtualizer: rows } = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx + gapPx,
    getItemKey: (index) => shown[index] ?? index,
    overscan: 8,
    // The focused row stays mounted wherever the list scrolls.
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), ...(stopIndex >= 0 ? [stopIndex] : [])])].sort((a, b) => a - b),
  })

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const to = rovingStep(event, { at: stopIndex, count: shown.length })
    const target = to === undefined ? undefined : shown[to]
    if (!target) return
    event.preventDefault()
    setFocused(target)
    rows.scrollToIndex(shown.indexOf(target))
    const list = event.currentTarget
    requestAnimationFrame(() => giveFocus(list.querySelector<HTMLElement>('[data-chat-row][tabindex="0"]')))
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        className="h-full overflow-x-hidden overflow-y-auto overscroll-contain ps-8 pb-8 pointer-coarse:pe-8 [scrollbar-gutter:stable]"
      >
        <ul
          aria-label={t('chats')}
          className="relative m-0 list-none p-0"
          style={{ height: rows.getTotalSize() }}
          onKeyDown={onKeyDown}
          {...dragOpen}
        >
          {rows.getVirtualItems().map(({ index, start }) => {
            const chatId = shown[index]
            if (!chatId) return null
            return (
              <li
                key={chatId}
                aria-setsize={shown.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${start}px)` }}
                onFocus={() => setFocused(chatId)}
              >
                <ChatRow chatId={chatId} open={chatId === open} tabStop={chatId === stop} />
                {index === pinned - 1 && index < shown.length - 1 && (
                  <div aria-hidden className="absolute inset-x-12 -bottom-[1.5px] h-px bg-border" />
                )}
              </li>
            )
          })}
        </ul>
        {after}
      </div>
      <UnreadPill
        shown={shown}
        scroller={scroller}
        rowPx={rowPx + gapPx}
        scrollTo={(index) => rows.scrollToIndex(index, { align: 'center' })}
      />
    </div>
  )
}
