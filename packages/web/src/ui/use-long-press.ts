import { type MouseEvent, type PointerEvent as PointerPress, useState } from 'react'
import { holdMenu } from './held-menu'
import { LongPress } from './long-press'

/** Opens the menu after a long press. Some browsers emit `contextmenu` for it, which has the same effect. */
export const useLongPress = (open: (row: HTMLElement, point: { x: number; y: number }) => void) => {
  const [press] = useState(() => new LongPress())
  const end = () => press.end()
  return {
    onPointerDown: ({ pointerType, currentTarget, clientX: x, clientY: y }: PointerPress<HTMLElement>) =>
      press.down(pointerType, { x, y }, () => {
        holdMenu()
        open(currentTarget, { x, y })
      }),
    onPointerMove: ({ clientX: x, clientY: y }: PointerPress<HTMLElement>) => press.move({ x, y }),
    onPointerUp: end,
    onPointerCancel: end,
    // The click from the finger that opened the menu must not reach the element under it.
    onClickCapture: (event: MouseEvent<HTMLElement>) => {
      if (!press.takesClick()) return
      event.preventDefault()
      event.stopPropagation()
    },
  }
}
