import type { TimelineMessage } from '@parley/sdk/api'
import { type MouseEvent, useEffect } from 'react'
import { useStore } from 'zustand'
import { usePaneStores } from '../pane-contexts'
import { useRetracting } from '../retractions'
import { isSelectable, toggleSelected } from './selection'

/** In the selection mode, a click anywhere on a row only selects or deselects it. */
export const useSelecting = (message: TimelineMessage) => {
  const { selection } = usePaneStores()
  const active = useStore(selection, ({ messages }) => messages.size > 0)
  const selected = useStore(selection, ({ messages }) => messages.has(message.id))
  const retracting = useRetracting(message.id)
  const selectable = isSelectable(message) && !retracting
  // The message was retracted after it was selected.
  useEffect(() => {
    if (selected && !selectable) toggleSelected(selection, message)
  }, [selected, selectable, selection, message])
  return {
    /** The selection mode is on. */
    active,
    /** This message can be selected. */
    selectable: active && selectable,
    selected,
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (!active) return
      event.preventDefault()
      event.stopPropagation()
      if (selectable) toggleSelected(selection, message)
    },
  }
}
