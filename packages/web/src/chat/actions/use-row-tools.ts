import type { TimelineMessage } from '@parley/sdk/api'
import { type FocusEvent, type MouseEvent, type PointerEvent as PointerPress, useEffect } from 'react'
import { useStore } from 'zustand'
import { holdMenu, useLongPress } from '../../ui'
import { usePaneStores } from '../pane-contexts'
import { useOpenMenu } from './open-menu'
import { toolsOf } from './shown-tools'

/** The browser's own menu is more useful here: on links and selected text. */
const leaveToBrowser = ({ target, currentTarget }: MouseEvent<HTMLElement>): boolean => {
  if (target instanceof Element && target.closest('a')) return true
  const selection = getSelection()
  return selection !== null && !selection.isCollapsed && selection.containsNode(currentTarget, true)
}

/** When the tools of a row are visible (hovered, focused by keyboard, tapped), and the handlers that open its menu. */
export const useRowTools = (message: TimelineMessage) => {
  const { menu, tools } = usePaneStores()
  const openMenu = useOpenMenu()
  const { id } = message
  const current = useStore(tools, (state) => toolsOf(state) === id)
  const focused = useStore(tools, (state) => state.focused === id)
  const menuOpen = useStore(menu, (state) => state.open && state.message?.id === id)
  const otherMenu = useStore(menu, (state) => state.open && state.message?.id !== id)
  const open = (row: HTMLElement, point: { x: number; y: number }) => openMenu(message, { anchor: row, point })
  const { onPointerMove, ...longPress } = useLongPress(open)
  const leave = (how: 'hovered' | 'focused') =>
    tools.setState((state) => (state[how] === id ? { [how]: undefined } : {}))
  useEffect(
    () => () => {
      tools.setState(({ hovered, ...state }) => ({
        ...(hovered === id && { hovered: undefined }),
        ...(state.focused === id && { focused: undefined }),
      }))
    },
    [tools, id],
  )
  return {
    shown: menuOpen || (current && !otherMenu),
    /** Tab goes through the tools of the focused row, not of the hovered one. */
    reachable: focused || menuOpen,
    menuOpen,
    handlers: {
      ...longPress,
      onPointerEnter: ({ pointerType }: PointerPress) => pointerType === 'mouse' && tools.setState({ hovered: id }),
      onPointerMove: (event: PointerPress<HTMLElement>) => {
        onPointerMove(event)
        const { pointerType, movementX, movementY } = event
        // Rows can also move under a resting mouse. The focus then still decides.
        if (pointerType !== 'mouse' || (movementX === 0 && movementY === 0) || toolsOf(tools.getState()) === id) return
        tools.setState({ hovered: id, latest: 'hovered' })
      },
      onPointerLeave: () => leave('hovered'),
      onFocus: ({ currentTarget }: FocusEvent<HTMLElement>) =>
        currentTarget.closest('[data-by-pointer=mouse]')
          ? leave('focused')
          : tools.setState({ focused: id, latest: 'focused' }),
      onBlur: ({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) => {
        // The menu will return the focus to an element in this row.
        if (!currentTarget.contains(relatedTarget) && !menuOpen) leave('focused')
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
