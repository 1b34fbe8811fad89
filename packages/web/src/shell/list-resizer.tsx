import { type CSSProperties, type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useT } from '../i18n'
import { recall, remember } from '../remembered'
import styles from './shell.module.css'

const minPx = 264
const maxPx = 420
const stepPx = 16
const clamp = (px: number) => Math.round(Math.min(maxPx, Math.max(minPx, px)))

export interface ListWidth {
  readonly px: number
  readonly style: CSSProperties
  readonly set: (px: number) => void
}

/** The width of the chat list on wide screens, remembered by this browser. */
export const useListWidth = (): ListWidth => {
  const [px, setPx] = useState(() => clamp(Number(recall('listWidth') ?? 320) || 320))
  const set = (next: number) => {
    setPx(clamp(next))
    remember('listWidth', String(clamp(next)))
  }
  return { px, set, style: { '--list-width': `${px}px` } as CSSProperties }
}

/** The edge of the list: drag it, or focus it and use the arrow keys. */
export const ListResizer = ({ width }: { readonly width: ListWidth }) => {
  const t = useT()
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const list = event.currentTarget.parentElement
    if (list && event.currentTarget.hasPointerCapture(event.pointerId))
      width.set(event.clientX - list.getBoundingClientRect().left)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const step = { ArrowLeft: -stepPx, ArrowRight: stepPx }[event.key]
    if (step) width.set(width.px + step)
  }
  return (
    <hr
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t('resizeList')}
      aria-valuenow={width.px}
      aria-valuemin={minPx}
      aria-valuemax={maxPx}
      className={`${styles.resize} m-0 border-0`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
}
