import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { cx } from './class-names'
import { isMenuHeld } from './held-menu'
import type { MenuAtProps, MenuProps } from './menu'
import styles from './overlays.module.css'

interface OverlayMenuProps extends Omit<MenuProps, 'children'> {
  readonly anchor: RefObject<HTMLElement | null>
  /** Instead of beside the anchor. */
  readonly point?: MenuAtProps['point']
  /** The button that toggles it. */
  readonly trigger?: RefObject<HTMLElement | null>
  readonly focusBack: RefObject<HTMLElement | null>
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** Opened by keyboard, a menu starts at its first item; the popup takes the focus itself before. */
const useFirstItem = (open: boolean, before: RefObject<HTMLElement | null>) => {
  const popup = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open || !before.current?.matches('button:focus-visible, a:focus-visible, article:focus-visible')) return
    const timer = setTimeout(() => popup.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus(), 30)
    return () => clearTimeout(timer)
  }, [open, before])
  return popup
}

const pointAnchor = ({ x, y }: { readonly x: number; readonly y: number }) => ({
  getBoundingClientRect: () => new DOMRect(x, y, 0, 0),
})

/** The menu itself; use `Menu` or `MenuAt`. */
export const OverlayMenu = ({
  label,
  items,
  align = 'end',
  side = 'bottom',
  anchor,
  point,
  trigger,
  focusBack,
  open,
  onOpenChange,
}: OverlayMenuProps) => {
  // Runs after the menu has closed and given the focus back: a dialog that opens then keeps it.
  const chosen = useRef<() => void>(undefined)
  const popup = useFirstItem(open, focusBack)
  const runChosen = useCallback(() => {
    chosen.current?.()
    chosen.current = undefined
  }, [])
  // Also when what it stands on goes away before it has closed, as when somebody goes on at once.
  useEffect(() => runChosen, [runChosen])
  return (
    <Base.Root
      open={open}
      onOpenChangeComplete={(isOpen) => !isOpen && runChosen()}
      onOpenChange={(next, { event, reason }) => {
        // What is chosen always counts; lifting the finger that opened the menu is no press beside it.
        if (!next && reason !== 'item-press' && isMenuHeld()) return
        // A press on the trigger is the trigger's own: it toggles.
        const onTrigger = event.target instanceof Node && trigger?.current?.contains(event.target)
        if (next || !onTrigger || event.type === 'keydown') onOpenChange(next)
      }}
    >
      <Base.Portal>
        <Base.Positioner
          anchor={point ? pointAnchor(point) : anchor}
          side={side}
          align={align}
          sideOffset={point ? 2 : 6}
          collisionPadding={8}
          className={cx(styles.menuPlace)}
        >
          <Base.Popup
            aria-label={label}
            ref={popup}
            finalFocus={focusBack}
            className={cx(styles.menu, 'rounded-12 bg-surface-raised p-4 shadow-e2')}
          >
            {items.map(({ label: words, icon: Icon, danger = false, checked, shortcut, onSelect }) => (
              <Base.Item
                key={words}
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
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
