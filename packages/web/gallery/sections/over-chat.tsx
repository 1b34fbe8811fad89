import { type ReactNode, useEffect, useRef } from 'react'
import { viewedIn } from '../../src/media/viewed-message'
import { LazyViewer } from '../../src/viewer/lazy-viewer'
import { openViewer } from '../../src/viewer/viewer-store'
import { mediaRows } from '../fixtures/media'
import { ofMedia } from '../fixtures/timelines'
import { WholeChat } from './panes'

interface OnceThereProps {
  /** Selects an element that must exist. */
  readonly selector: string
  readonly run: (element: HTMLElement) => void
  readonly children: ReactNode
}

/** Runs an action on its content, once that exists. */
const OnceThere = ({ selector, run, children }: OnceThereProps) => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let frame = requestAnimationFrame(function look() {
      const found = place.current?.querySelector<HTMLElement>(selector)
      if (found) run(found)
      else frame = requestAnimationFrame(look)
    })
    return () => cancelAnimationFrame(frame)
  }, [selector, run])
  return <div ref={place}>{children}</div>
}

const rightClick = (bubble: HTMLElement) => {
  const { left, top, height } = bubble.getBoundingClientRect()
  const at = { clientX: left + 40, clientY: top + height / 2 }
  bubble.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
}

const select = (row: HTMLElement) =>
  row.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true, cancelable: true }))

export const OpenMessageMenu = () => (
  <OnceThere selector="[data-testid=row-7] [data-bubble]" run={rightClick}>
    <WholeChat />
  </OnceThere>
)

/** A message is selected. */
export const Selecting = () => (
  <OnceThere selector="[data-testid=row-8]" run={select}>
    <WholeChat />
  </OnceThere>
)

/** A picture of an album, over the whole window. */
export const OpenViewer = () => {
  useEffect(() => {
    const message = mediaRows(ofMedia)
      .map((row) => viewedIn(row)[1])
      .find((viewed) => viewed?.body.caption)
    if (message) openViewer({ message, opener: document.body })
  }, [])
  return <LazyViewer />
}
