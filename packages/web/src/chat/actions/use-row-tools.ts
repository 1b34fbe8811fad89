import type { TimelineMessage } from '@parley/sdk/api'
import { type FocusEvent, type MouseEvent, type PointerEvent as PointerPress, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { useRowSurroundings } from '../rows/row-context'
import { holdMenu } from './held-menu'
import { openMenu } from './pane-actions'

const longPressMs = 450
/** A finger that moves further scrolls. */
const steadyPx = 10

/** A menu of the browser has more to offer here: links, and what is selected. */
const leaveToBrowser = ({ target, currentTarget }: MouseEvent<HTMLElement>): boolean => {
  if (target instanceof Element && target.closest('a')) return true
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && selection.containsNode(currentTarget, true)
}

/** A finger that rests opens the menu; where the browser says so itself (`contextmenu`), that comes to the same. */
const useLongPress = (open: (row: HTMLElement, point: { x: number; y: number }) => void) => {
  const press = useRef<{ readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> }>(
    undefined,
  )
  const opened = useRef(false)
  const end = () => {
    clearTimeout(press.current?.timer)
    press.current = undefined
  }
  return {
    onPointerDown: ({ pointerType, currentTarget, clientX: x, clientY: y }: PointerPress<HTMLElement>) => {
      opened.current = false
      if (pointerType !== 'touch') return
      const hold = () => {
        opened.current = true
        holdMenu()
        open(currentTarget, { x, y })
      }
      press.current = { x, y, timer: setTimeout(hold, longPressMs) }
    },
    onPointerMove: ({ clientX, clientY }: PointerPress<HTMLElement>) => {
      const from = press.current
      if (from && Math.hypot(clientX - from.x, clientY - from.y) > steadyPx) end()
    },
    onPointerUp: end,
    onPointerCancel: end,
    // The finger that opened the menu does not also press what is under it.
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (!opened.current) return
      opened.current = false
      event.preventDefault()
      event.stopPropagation()
    },
  }
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
