import type { ChatId } from '@parley/protocol'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { isUnread } from '../people/unread'
import { rowsInView, unreadOutside } from './unread-outside'

interface UnreadPillProps {
  readonly shown: readonly ChatId[]
  readonly scroller: RefObject<HTMLDivElement | null>
  readonly rowPx: number
  readonly scrollTo: (index: number) => void
}

/** The rows in view, kept up to date while scrolling. */
const useView = (scroller: RefObject<HTMLDivElement | null>, rowPx: number) => {
  const [view, setView] = useState({ first: 0, last: Number.POSITIVE_INFINITY })
  useEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => {
      const { first, last } = rowsInView(element, rowPx)
      setView((before) => (before.first === first && before.last === last ? before : { first, last }))
    }
    measure()
    const sized = new ResizeObserver(measure)
    sized.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      sized.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [scroller, rowPx])
  return view
}

/** Shows that there are unread chats outside the visible part of the list. A click scrolls to the nearest one. */
export const UnreadPill = ({ shown, scroller, rowPx, scrollTo }: UnreadPillProps) => {
  const t = useT()
  const view = useView(scroller, rowPx)
  const outside = useSelector((state) => {
    const unread = shown.flatMap((id, at) => {
      const entry = state.chats.get(id)
      return entry && isUnread(entry) ? [at] : []
    })
    return unreadOutside(unread, view)
  })
  if (!outside) return null
  const { count, nearest } = outside
  const up = outside.side === 'above'
  const Arrow = up ? ArrowUp : ArrowDown
  return (
    <div className={`pointer-events-none absolute inset-x-0 flex justify-center ${up ? 'top-8' : 'bottom-12'}`}>
      <button
        type="button"
        onClick={() => scrollTo(nearest)}
        className="pointer-events-auto flex h-28 items-center pointer-coarse:h-44 gap-6 rounded-full bg-accent-solid px-12 text-meta font-500 text-white shadow-e2 hover:bg-accent-solid-hover"
      >
        <Arrow size={14} strokeWidth={2} aria-hidden />
        {up ? t('moreUnreadAbove', { count }) : t('moreUnreadBelow', { count })}
      </button>
    </div>
  )
}
