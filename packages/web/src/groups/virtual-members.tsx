import type { Member, UserId } from '@parley/protocol'
import { defaultRangeExtractor } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState } from 'react'
import { useVirtualizer } from '../ui/use-virtualizer'
import { MemberRow } from './member-row'

const rowPx = 56

/** The distance from the top of the scroller's content to a list, in px. Content above the list may grow. */
const useMarginPx = (list: HTMLElement | null, scroller: Element | null | undefined): number => {
  const [marginPx, setMarginPx] = useState(0)
  useLayoutEffect(() => {
    if (!list || !scroller) return
    const top = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + scroller.scrollTop
    setMarginPx(Math.round(top))
  })
  return marginPx
}

/** Members as rows, of which only those near the view are mounted. Needs a `data-scroller` around it. */
export const VirtualMembers = ({ members }: { readonly members: readonly Member[] }) => {
  const [list, setList] = useState<HTMLElement | null>(null)
  const focused = useRef<UserId>(undefined)
  const scroller = list?.closest('[data-scroller]')
  const marginPx = useMarginPx(list, scroller)
  const { virtualizer: rows, measure } = useVirtualizer<Element, HTMLElement>({
    count: members.length,
    getScrollElement: () => scroller ?? null,
    estimateSize: () => rowPx,
    getItemKey: (index) => members[index]?.userId ?? index,
    overscan: 8,
    scrollMargin: marginPx,
    // The focused row stays mounted wherever the list scrolls.
    rangeExtractor: (range) => {
      const stop = members.findIndex(({ userId }) => userId === focused.current)
      return [...new Set([...defaultRangeExtractor(range), ...(stop >= 0 ? [stop] : [])])].sort((a, b) => a - b)
    },
  })
  return (
    <ul ref={setList} className="relative m-0 list-none p-0" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map(({ index, key, start }) => {
        const member = members[index]
        return (
          member && (
            <li
              key={key}
              ref={measure}
              data-index={index}
              aria-setsize={members.length}
              aria-posinset={index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start - marginPx}px)` }}
              onFocus={() => {
                focused.current = member.userId
              }}
            >
              <MemberRow member={member} />
            </li>
          )
        )
      })}
    </ul>
  )
}
