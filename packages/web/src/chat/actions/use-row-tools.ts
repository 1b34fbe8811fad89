import type { TimelineMessage } from '@parley/sdk/api'
import { type FocusEvent, type MouseEvent, type PointerEvent as PointerPress, useState } from 'react'
import { useStore } from 'zustand'
import { holdMenu, useLongPress } from '../../ui'
import { useRowSurroundings } from '../rows/row-context'
import { openMenu } from './pane-actions'

/** A menu of the browser has more to offer here: links, and what is selected. */
const leaveToBrowser = ({ target, currentTarget }: MouseEvent<HTMLElement>): boolean => {
  if (target instanceof Element && target.closest('a')) return true
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && selection.containsNode(currentTarget, true)
}

/** When the tools of a row are shown (under the mouse, with the keyboard's focus, after a tap), and what opens its menu. */
export const useRowTools = (message: TimelineMessage) => {
  const { actions } = useRowSurroundings()
  const [hovered, setHovered] = useState(false)
  const [focused, setFocused] = useState(false)
  const menuOpen = useStore(actions.menu, (menu) => menu.open && menu.message?.id === message.id)
  const open = (row: HTMLElement, point: { x: number; y: number }) => openMenu(actions, message, { anchor: row, point })
  const longPress = useLongPress(open)
  return {
    shown: hovered || focused || menuOpen,
    /** Tab goes through the tools of the row that has the focus, not of one that the mouse happens to be over. */
    reachable: focused || menuOpen,
    menuOpen,
    handlers: {
      ...longPress,
      onPointerEnter: ({ pointerType }: PointerPress) => setHovered(pointerType === 'mouse'),
      onPointerLeave: () => setHovered(false),
      onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) =>
        setFocused(!currentTarget.closest('[data-by-pointer=mouse]')),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
        // The menu gives the focus back to what is here.
        if (!currentTarget.contains(relatedTarget) && !menuOpen) setFocused(false)
      },
      onContextMenu: (event: MouseEvent<HTMLElement>) => {
        if (leaveToBrowser(event)) return
        event.preventDefault()
        if (event.nativeEvent instanceof PointerEvent && event.nativeEvent.pointerType === 'touch') holdMenu()
        open(event.currentTarget, { x: event.clientX, y: event.clientY })
      },
    },
  }
}
