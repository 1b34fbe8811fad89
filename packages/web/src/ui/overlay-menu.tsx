import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { Fragment, type RefObject, useCallback, useEffect, useRef } from 'react'
import { useBackCloses } from '../history/use-back-closes'
import { usePhone } from '../lib/media'
import { cx } from './class-names'
import { giveFocus, usesKeys } from './give-focus'
import { isMenuHeld } from './held-menu'
import type { MenuAtProps, MenuProps } from './menu'
import { menuHeightPx, menuSide } from './menu-place'
import { Strip, stripItem } from './menu-strip'
import styles from './overlays.module.css'

interface OverlayMenuProps extends Omit<MenuProps, 'children'> {
  readonly anchor: RefObject<HTMLElement | null>
  /** Replaces the position beside the anchor. */
  readonly point?: MenuAtProps['point']
  readonly about?: MenuAtProps['about']
  readonly strip?: MenuAtProps['strip']
  /** The button that toggles the menu. */
  readonly trigger?: RefObject<HTMLElement | null>
  readonly focusBack: RefObject<HTMLElement | null>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Opened by keyboard, a menu focuses its first item. Without this, the popup itself gets the focus. */
const useFirstItem = (open: boolean) => {
  const popup = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open || !usesKeys()) return
    const timer = setTimeout(
      () => giveFocus(popup.current?.querySelector<HTMLElement>(`[role^=menuitem]:not(${stripItem})`)),
      30,
    )
    return () => clearTimeout(timer)
  }, [open])
  return popup
}

const beside = { side: 'flip', align: 'flip' } as const
const over = { side: 'shift', align: 'shift', fallbackAxisSide: 'none' } as const

type PlaceProps = Pick<OverlayMenuProps, 'items' | 'strip' | 'anchor' | 'point' | 'about'> & {
  readonly side: NonNullable<OverlayMenuProps['side']>
}

/** The anchor and side of the menu, and its behaviour if there is no space. */
const placeOf = ({ items, strip, anchor, point, about, side }: PlaceProps) => {
  const at = point ? new DOMRect(point.x, point.y, 0, 0) : anchor.current?.getBoundingClientRect()
  const shape = { items: items.length, groups: items.filter(({ startsGroup }) => startsGroup).length }
  const coarse = matchMedia('(pointer: coarse)').matches
  const heightPx = menuHeightPx({ ...shape, strip: strip !== undefined, coarse })
  const place = about && at ? menuSide(about.getBoundingClientRect(), heightPx, innerHeight) : { how: 'there' as const }
  if (!at || place.how === 'there') {
    const there = point ? { getBoundingClientRect: () => new DOMRect(point.x, point.y, 0, 0) } : anchor
    return { anchor: there, side, sideOffset: point ? 2 : 6, collisionAvoidance: beside }
  }
  const { top, bottom } = place.about
  const rect = new DOMRect(at.x, top, at.width, bottom - top)
  const avoid =
    place.how === 'over'
      ? { side: place.side, collisionAvoidance: over, sticky: true }
      : { side, collisionAvoidance: beside }
  return { anchor: { getBoundingClientRect: () => rect }, sideOffset: 6, ...avoid }
}

/** The implementation. Use `Menu` or `MenuAt`. */
export const OverlayMenu = ({
  label,
  items,
  align = 'end',
  side = 'bottom',
  anchor,
  point,
  about,
  strip,
  trigger,
  focusBack,
  open,
  onOpenChange,
}: OverlayMenuProps) => {
  // Runs after the menu has closed and returned the focus, so that a dialog that opens then keeps it.
  const chosen = useRef<() => void>(undefined)
  const popup = useFirstItem(open)
  const place = placeOf({ items, strip, anchor, point, about, side })
  const phone = usePhone()
  useBackCloses(open && phone, () => onOpenChange(false))
  const runChosen = useCallback(() => {
    // A dialog that opens now must know the previous focus, which the menu may not have returned yet.
    if (chosen.current && !focusBack.current?.contains(document.activeElement)) giveFocus(focusBack.current)
    chosen.current?.()
    chosen.current = undefined
  }, [focusBack])
  // Also runs if the menu is removed before it has closed, for example because the user navigated away at once.
  useEffect(() => runChosen, [runChosen])
  return (
    <Base.Root
      open={open}
      onOpenChangeComplete={(isOpen) => !isOpen && runChosen()}
      onOpenChange={(next, { event, reason }) => {
        // Choosing an item always counts. Lifting the finger that opened the menu isn't a click outside it.
        if (!next && reason !== 'item-press' && isMenuHeld()) return
        // The trigger handles clicks on itself: it toggles the menu.
        const onTrigger = event.target instanceof Node && trigger?.current?.contains(event.target)
        if (next || !onTrigger || event.type === 'keydown') onOpenChange(next)
      }}
    >
      <Base.Portal>
        <Base.Positioner {...place} align={align} collisionPadding={8} className={cx(styles.menuPlace)}>
          <Base.Popup
            aria-label={label}
            ref={popup}
            finalFocus={focusBack}
            className={cx(styles.menu, 'rounded-12 bg-surface-raised p-4 shadow-e2')}
          >
            {strip && (
              <Strip
                strip={strip}
                onChoose={(onSelect) => {
                  chosen.current = onSelect
                }}
              />
            )}
            {items.map(({ label: words, icon: Icon, danger = false, checked, shortcut, startsGroup, onSelect }) => (
              <Fragment key={words}>
                {startsGroup && <Base.Separator className={cx(styles.separator)} />}
                <Base.Item
                  {...(checked !== undefined && { role: 'menuitemradio', 'aria-checked': checked })}
                  onClick={() => {
                    chosen.current = onSelect
                  }}
                  className={cx(
                    'flex min-h-36 select-none items-center gap-12 rounded-8 px-12 text-ui outline-none pointer-coarse:min-h-44',
                    'data-[highlighted]:bg-hover',
                    danger ? 'text-danger' : 'text-text',
                  )}
                >
                  {Icon && (
                    <Icon size={18} strokeWidth={1.75} aria-hidden className={danger ? undefined : 'text-text-2'} />
                  )}
                  <span className="flex-1">{words}</span>
                  {checked && <Check size={18} strokeWidth={1.75} aria-hidden className="text-accent" />}
                  {shortcut && <span className="text-meta text-text-3 pointer-coarse:hidden">{shortcut}</span>}
                </Base.Item>
              </Fragment>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
