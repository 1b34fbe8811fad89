import { type MouseEvent, type PointerEvent as PointerPress, useRef } from 'react'
import { holdMenu } from './held-menu'

const longPressMs = 450
/** A finger that moves further scrolls. */
const steadyPx = 10

/** A finger that rests opens the menu; where the browser says so itself (`contextmenu`), that comes to the same. */
export const useLongPress = (open: (row: HTMLElement, point: { x: number; y: number }) => void) => {
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
