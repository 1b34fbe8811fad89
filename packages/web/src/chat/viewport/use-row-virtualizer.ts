import { useRef } from 'react'
import { useVirtualizer } from '../../ui/use-virtualizer'
import { type DrawnRows, type RowVirtualizer, rowsToDraw, stillSuffices } from './drawn-rows'

type Options = Omit<Parameters<typeof useVirtualizer<HTMLDivElement, HTMLElement>>[0], 'onChange' | 'onCommit'>

interface RowVirtualizerOptions extends Options {
  /** Called after each commit, before the browser paints. */
  readonly onCommit: (virtualizer: RowVirtualizer) => void
  /** Called before the browser paints, after rows changed their heights without a commit. */
  readonly onMeasured: () => void
}

/** The virtualiser of the history. It renders only if other rows are needed, since the rows are in normal flow. */
export const useRowVirtualizer = ({ onCommit, onMeasured, ...options }: RowVirtualizerOptions) => {
  const drawnRef = useRef<DrawnRows>(undefined)
  const { virtualizer, measure } = useVirtualizer<HTMLDivElement, HTMLElement>({
    ...options,
    onChange: (changed, { committing, render }) => {
      // The end of the commit checks the rows.
      if (committing || !drawnRef.current) return
      if (stillSuffices(drawnRef.current, changed)) onMeasured()
      else render()
    },
    onCommit: (current, render) => {
      drawnRef.current = drawn
      onCommit(current)
      if (!stillSuffices(drawn, current)) render()
    },
  })
  const drawn = rowsToDraw(virtualizer)
  return { virtualizer, drawn, measure }
}
