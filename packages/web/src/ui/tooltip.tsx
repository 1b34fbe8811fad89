import { type ReactElement, useEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'

export type TooltipSide = 'top' | 'bottom' | 'right'

const openDelayMs = 400
const gapPx = 6

const place = (target: Element, bubble: HTMLElement, side: TooltipSide) => {
  const box = target.getBoundingClientRect()
  const { offsetWidth: width, offsetHeight: height } = bubble
  const middle = box.left + box.width / 2 - width / 2
  const left = side === 'right' ? box.right + gapPx : middle
  const below = side === 'bottom' || (side === 'top' && box.top < height + gapPx)
  const edge = below ? box.bottom + gapPx : box.top - height - gapPx
  const top = side === 'right' ? box.top + box.height / 2 - height / 2 : edge
  bubble.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`
  bubble.style.top = `${Math.max(8, Math.min(top, innerHeight - height - 8))}px`
}

interface TooltipProps {
  /** Repeats the control's accessible name, so it is hidden from screen readers. */
  readonly label: string
  readonly side?: TooltipSide
  readonly children: ReactElement
}

/**
 * Calls `onChange` when the tooltip of `target` should open or close: when the pointer rests, and on keyboard focus.
 * Returns a function that stops it.
 */
const watchTarget = (target: Element, onChange: (open: boolean) => void): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = new AbortController()
  const show = (delayMs: number) => {
    clearTimeout(timer)
    timer = setTimeout(() => onChange(true), delayMs)
  }
  const hide = () => {
    clearTimeout(timer)
    onChange(false)
  }
  const hear = (type: string, run: (event: Event) => void) =>
    target.addEventListener(type, run, { signal: stop.signal })
  hear('pointerenter', (event) => event instanceof PointerEvent && event.pointerType === 'mouse' && show(openDelayMs))
  hear('focusin', () => target.matches(':focus-visible') && show(0))
  for (const type of ['pointerleave', 'pointerdown', 'focusout']) hear(type, hide)
  return () => {
    clearTimeout(timer)
    stop.abort()
  }
}

/** Shows a control's label after the pointer rests on it for 400 ms, or at once on keyboard focus. */
export const Tooltip = ({ label, side = 'bottom', children }: TooltipProps) => {
  const wrapper = useRef<HTMLSpanElement>(null)
  const bubble = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)

  useEffect(() => {
    const target = wrapper.current?.firstElementChild
    return target ? watchTarget(target, setOpen) : undefined
  }, [])
  useEffect(() => {
    const target = wrapper.current?.firstElementChild
    if (!open || !target || !bubble.current) return
    bubble.current.showPopover?.()
    place(target, bubble.current, side)
    // WebKit emits no `pointerleave` for a control that changed under the pointer.
    const hideElsewhere = () => target.matches(':hover, :focus-visible') || setOpen(false)
    document.addEventListener('pointerover', hideElsewhere)
    return () => document.removeEventListener('pointerover', hideElsewhere)
  }, [open, side])

  return (
    <span ref={wrapper} className="contents">
      {children}
      {open &&
        createPortal(
          <div
            ref={bubble}
            popover="manual"
            aria-hidden
            className="pointer-events-none fixed inset-[auto] m-0 max-w-320 rounded-6 border-0 bg-text px-8 py-4 text-meta text-surface"
          >
            {label}
          </div>,
          document.body,
        )}
    </span>
  )
}
