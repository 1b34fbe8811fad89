import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'
import { useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'

type Options<Scroller extends Element, Row extends Element> = Omit<
  VirtualizerOptions<Scroller, Row>,
  'scrollToFn' | 'observeElementRect' | 'observeElementOffset' | 'onChange'
>

interface Change {
  /** The change belongs to a commit of React, whose layout effects are still to run. */
  readonly committing: boolean
  /** Renders the list again. */
  readonly render: () => void
}

/** Decides what a list does about a change. Without one, each change renders it. */
interface Decisions<Scroller extends Element, Row extends Element> {
  /** Rows have other heights, other rows are needed, or scrolling began or ended. */
  readonly onChange?: (virtualizer: Virtualizer<Scroller, Row>, change: Change) => void
  /** Called after each commit, before the browser paints. */
  readonly onCommit?: (virtualizer: Virtualizer<Scroller, Row>, render: () => void) => void
}

interface Virtualized<Scroller extends Element, Row extends Element> {
  readonly virtualizer: Virtualizer<Scroller, Row>
  /** The `ref` of each row whose height isn't known beforehand. */
  readonly measure: (row: Row | null) => void
}

const renderAlways = (_virtualizer: unknown, { render }: Change): void => render()

/** A list of which only the rows near the view are mounted. The library's own hook renders after every change. */
export const useVirtualizer = <Scroller extends Element, Row extends Element>({
  onChange = renderAlways,
  onCommit,
  ...given
}: Options<Scroller, Row> & Decisions<Scroller, Row>): Virtualized<Scroller, Row> => {
  const rerender = useReducer((count: number) => count + 1, 0)[1]
  const committing = useRef(false)
  const options = {
    ...given,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: (changed: Virtualizer<Scroller, Row>, sync: boolean) => {
      const render = sync && !committing.current ? () => flushSync(rerender) : rerender
      onChange(changed, { committing: committing.current, render })
    },
  }
  const [virtualizer] = useState(() => new Virtualizer(options))
  virtualizer.setOptions(options)
  const [measure] = useState(() => (row: Row | null) => {
    committing.current = true
    virtualizer.measureElement(row)
    committing.current = false
  })
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  useLayoutEffect(() => {
    committing.current = true
    virtualizer._willUpdate()
    onCommit?.(virtualizer, rerender)
    committing.current = false
  })
  return { virtualizer, measure }
}
