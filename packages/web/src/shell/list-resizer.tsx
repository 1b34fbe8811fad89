import { type CSSProperties, type KeyboardEvent, type PointerEvent, useState } from 'react'
import { useT } from '../i18n'
import { recall, remember } from '../lib/remembered'
import { fittedListWidth, listWidths, rememberedListWidth } from './measures'
import styles from './shell.module.css'

const stepPx = 16

export interface ListWidth {
  readonly px: number
  readonly style: CSSProperties
  readonly set: (px: number) => void
}

/** The width of the chat list on wide screens, stored in this browser. */
export const useListWidth = (): ListWidth => {
  const [px, setPx] = useState(() => rememberedListWidth(recall('listWidth')))
  const set = (next: number) => {
    const fitted = fittedListWidth(next)
    setPx(fitted)
    remember('listWidth', String(fitted))
  }
  return { px, set, style: { '--list-width': `${px}px` } as CSSProperties }
}

/** The edge of the list. Users drag it, or focus it and use the arrow keys. */
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
      aria-valuemin={listWidths.min}
      aria-valuemax={listWidths.max}
      className={`${styles.resize} m-0 border-0`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
}
