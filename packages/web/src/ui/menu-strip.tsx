import { Menu as Base } from '@base-ui/react/menu'
import type { KeyboardEvent } from 'react'
import { cx } from './class-names'
import { giveFocus } from './give-focus'
import type { MenuStrip } from './menu'
import styles from './overlays.module.css'

export const stripItem = '[data-strip]'

/** The target of an arrow key in the strip: along the strip, or out of it. */
const follows = (key: string, popup: Element, from: Element): HTMLElement | undefined => {
  const line = [...popup.querySelectorAll<HTMLElement>(stripItem)]
  const others = [...popup.querySelectorAll<HTMLElement>(`[role^=menuitem]:not(${stripItem})`)]
  const at = line.findIndex((sign) => sign.isSameNode(from))
  switch (key) {
    case 'ArrowRight':
      return line[(at + 1) % line.length]
    case 'ArrowLeft':
      return line.at(at - 1)
    case 'ArrowDown':
      return others[0]
    case 'ArrowUp':
      return others.at(-1)
    default:
      return undefined
  }
}

const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
  const { key, target, currentTarget } = event
  const popup = currentTarget.closest('[role=menu]')
  const next = popup && target instanceof Element ? follows(key, popup, target) : undefined
  if (!next) return
  event.preventDefault()
  event.stopPropagation()
  giveFocus(next)
}

interface StripProps {
  readonly strip: MenuStrip
  readonly onChoose: (onSelect: () => void) => void
}

/** A row of icons above the items of a menu. */
export const Strip = ({ strip, onChoose }: StripProps) => (
  <Base.Group aria-label={strip.label} className={cx(styles.strip)} onKeyDown={onKeyDown}>
    {strip.items.map(({ label, sign, checked, onSelect }) => (
      <Base.Item
        key={label}
        {...(checked !== undefined && { role: 'menuitemcheckbox', 'aria-checked': checked })}
        aria-label={label}
        title={label}
        className={cx(styles.sign)}
        data-strip
        onClick={() => onChoose(onSelect)}
      >
        {sign}
      </Base.Item>
    ))}
  </Base.Group>
)
