import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualizerOptions,
} from '@tanstack/react-virtual'
import { useLayoutEffect, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type DrawnRows, type RowVirtualizer, rowsToDraw, stillSuffices } from './drawn-rows'

type Options = VirtualizerOptions<HTMLDivElement, HTMLElement>
type Given = Omit<Options, 'scrollToFn' | 'observeElementRect' | 'observeElementOffset' | 'onChange'>

interface RowVirtualizerOptions extends Given {
  /** Called after each commit, before the browser paints. */
  readonly onCommit: (virtualizer: RowVirtualizer) => void
  /** Called before the browser paints, after rows changed their heights without a commit. */
  readonly onMeasured: (virtualizer: RowVirtualizer) => void
}

interface RowVirtualizerResult {
  readonly virtualizer: RowVirtualizer
  readonly drawn: DrawnRows
  /** The `ref` of each row. */
  readonly measure: (row: HTMLElement | null) => void
}

/**
 * The library's hook renders again whenever a row was measured, or scrolling begins or ends. This one renders only if
 * other rows are needed, since the rows are in normal flow.
 */
export const useRowVirtualizer = ({ onCommit, onMeasured, ...given }: RowVirtualizerOptions): RowVirtualizerResult => {
  const rerender = useReducer((count: number) => count + 1, 0)[1]
  const drawnRef = useRef<DrawnRows>(undefined)
  const committing = useRef(false)
  const options: Options = {
    ...given,
    observeElementRect,
    observeElementOffset,
    scrollToFn: elementScroll,
    onChange: (virtualizer, sync) => {
      // The end of the commit checks the rows.
      if (committing.current || !drawnRef.current) return
      if (stillSuffices(drawnRef.current, virtualizer)) onMeasured(virtualizer)
      else if (sync) flushSync(rerender)
      else rerender()
    },
  }
  const [virtualizer] = useState(() => new Virtualizer<HTMLDivElement, HTMLElement>(options))
  virtualizer.setOptions(options)
  const [measure] = useState(() => (row: HTMLElement | null) => {
    committing.current = true
    virtualizer.measureElement(row)
    committing.current = false
  })
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer])
  const drawn = rowsToDraw(virtualizer)
  useLayoutEffect(() => {
    committing.current = true
    drawnRef.current = drawn
    virtualizer._willUpdate()
    onCommit(virtualizer)
    committing.current = false
    if (!stillSuffices(drawn, virtualizer)) rerender()
  })
  return { virtualizer, drawn, measure }
}
