import type { TimelineItem } from '../timeline-items'
import type { Shown } from './shown'

const enterMs = 160
const enterCalmMs = 80
const flashMs = 1_600
/** More rows at once are a page of history or a burst, not single new messages. */
const maxEntering = 3

/** Fades in rows that were just appended. Call it only while the view follows the end. Heights never animate. */
export const enterRows = (before: readonly TimelineItem[], { items, scroller }: Shown): void => {
  const last = before.at(-1)
  const from = last === undefined ? -1 : items.findLastIndex(({ key }) => key === last.key)
  const entering = items.slice(from + 1)
  if (from < 0 || entering.length > maxEntering) return
  const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
  for (const { key } of entering) {
    const row = scroller.querySelector(`[data-key="${CSS.escape(key)}"]`)?.firstElementChild
    row?.animate([{ opacity: 0, ...(!calm && { transform: 'translateY(6px)' }) }, {}], {
      duration: calm ? enterCalmMs : enterMs,
      easing: 'cubic-bezier(.2,0,0,1)',
    })
  }
}

/** Highlights the target row of a jump. */
export const flashRow = (row: HTMLElement | undefined): void => {
  row?.animate([{ background: 'var(--color-selected)' }, { background: 'transparent' }], {
    duration: flashMs,
    easing: 'ease-out',
  })
}
