import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'

const most = 8
const step = 1.5
const swipePx = 60

interface View {
  readonly scale: number
  readonly x: number
  readonly y: number
}
const whole: View = { scale: 1, x: 0, y: 0 }

interface Point {
  readonly x: number
  readonly y: number
}

/** Zooms by `factor` and keeps the point in place. Points count from the middle of the stage. */
const zoomed = (view: View, factor: number, at: Point): View => {
  const scale = Math.min(most, Math.max(1, view.scale * factor))
  if (scale === 1) return whole
  const by = scale / view.scale
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by }
}

/** Limits the movement to the edges. */
const bounded = ({ scale, x, y }: View, { clientWidth, clientHeight }: HTMLElement): View => {
  const [mostX, mostY] = [(clientWidth * (scale - 1)) / 2, (clientHeight * (scale - 1)) / 2]
  return { scale, x: Math.min(mostX, Math.max(-mostX, x)), y: Math.min(mostY, Math.max(-mostY, y)) }
}

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y)
const middle = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 })

export interface ZoomOptions {
  readonly stage: RefObject<HTMLElement | null>
  /** Called after a swipe across a picture that isn't zoomed in. */
  readonly onSwipe: (way: 'before' | 'after') => void
}

/** Zooms and moves a picture by wheel, pointer, two fingers and keys. */
export const useZoom = ({ stage, onSwipe }: ZoomOptions) => {
  const [view, setView] = useState(whole)
  const pointers = useRef(new Map<number, Point>())
  const start = useRef<Point>(undefined)
  const change = useCallback(
    (next: (view: View) => View) => setView((now) => (stage.current ? bounded(next(now), stage.current) : now)),
    [stage],
  )
  const fromMiddle = ({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect()
    return box ? { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 } : { x: 0, y: 0 }
  }
  useEffect(() => {
    const element = stage.current
    if (!element) return
    // React's own listener can't prevent the page from zooming.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element.getBoundingClientRect()
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 }
      change((now) => zoomed(now, Math.exp(-event.deltaY / 300), at))
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [stage, change])

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    // A captured pointer would keep the click from reaching the button.
    if (event.button !== 0 || (event.target as Element).closest('button')) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const at = fromMiddle(event)
    start.current = pointers.current.size === 0 ? at : undefined
    pointers.current.set(event.pointerId, at)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = fromMiddle(event)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    pointers.current.set(event.pointerId, now)
    if (other) {
      const factor = distance(now, other) / Math.max(1, distance(before, other))
      return change((held) => zoomed(held, factor, middle(now, other)))
    }
    change((held) =>
      held.scale === 1 ? held : { ...held, x: held.x + now.x - before.x, y: held.y + now.y - before.y },
    )
  }
  const onPointerUp = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId)
    const [from, to] = [start.current, fromMiddle(event)]
    start.current = undefined
    if (!from || view.scale > 1 || event.type === 'pointercancel') return
    const [dx, dy] = [to.x - from.x, to.y - from.y]
    if (Math.abs(dx) > swipePx && Math.abs(dx) > 2 * Math.abs(dy)) onSwipe(dx > 0 ? 'before' : 'after')
  }
  const by = (factor: number) => change((now) => zoomed(now, factor, { x: 0, y: 0 }))
  return {
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    isZoomed: view.scale > 1,
    canZoomIn: view.scale < most,
    reset: useCallback(() => setView(whole), []),
    zoomIn: () => by(step),
    zoomOut: () => by(1 / step),
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp,
      onPointerCancel: onPointerUp,
      onDoubleClick: (event: { clientX: number; clientY: number }) =>
        change((now) => (now.scale > 1 ? whole : zoomed(now, 2.5, fromMiddle(event)))),
    },
  }
}
