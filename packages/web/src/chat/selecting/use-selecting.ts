import type { TimelineMessage } from '@parley/sdk/api'
import type { MouseEvent } from 'react'
import { useStore } from 'zustand'
import { useRowSurroundings } from '../rows/row-context'
import { toggleSelected } from './selection'

/** While messages are being selected, a press anywhere on a row selects it or no longer, and does nothing else. */
export const useSelecting = (message: TimelineMessage) => {
  const { actions } = useRowSurroundings()
  const active = useStore(actions.selection, ({ messages }) => messages.size > 0)
  const selected = useStore(actions.selection, ({ messages }) => messages.has(message.id))
  const selectable = active && message.seq !== undefined
  return {
    selectable,
    selected,
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (!selectable) return
      event.preventDefault()
      event.stopPropagation()
      toggleSelected(actions.selection, message)
    },
  }
}
