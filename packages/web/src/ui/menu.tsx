import type { LucideIcon } from 'lucide-react'
import { type ReactNode, type RefObject, Suspense, useMemo, useRef, useState } from 'react'
import { lazyPane } from './lazy-part'
import { OverlayPlaceholder } from './loading-placeholder'

const LazyMenu = lazyPane(async () => (await import('./overlays')).OverlayMenu)

export interface MenuItem {
  readonly label: string
  readonly icon?: LucideIcon
  readonly danger?: boolean
  /** For exclusive options: whether this one is selected. */
  readonly checked?: boolean
  /** Shown at the end, such as "Alt+N". */
  readonly shortcut?: string
  /** A separator precedes it. */
  readonly startsGroup?: boolean
  readonly onSelect: () => void
}

/** A row of icons above the items of a menu, such as emojis. */
export interface MenuStrip {
  readonly label: string
  readonly items: readonly {
    readonly label: string
    readonly sign: ReactNode
    /** For toggles: whether it is on. */
    readonly checked?: boolean
    readonly onSelect: () => void
  }[]
}

/** The props that the trigger of a menu must pass on. */
export interface MenuTriggerProps {
  readonly ref: RefObject<HTMLButtonElement | null>
  readonly 'aria-haspopup': 'menu'
  readonly 'aria-expanded': boolean
  readonly onClick: () => void
}

export interface MenuProps {
  readonly label: string
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'right' | 'left'
  readonly children: (trigger: MenuTriggerProps) => ReactNode
}

export interface MenuAtProps extends Pick<MenuProps, 'label' | 'items'> {
  /** The menu opens beside this element, or at `point` of the window. */
  readonly anchor: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** The subject of the menu. If there is space, the menu opens above or below it. */
  readonly about?: HTMLElement | undefined
  readonly strip?: MenuStrip | undefined
  /** Gets the focus back when the menu closes. */
  readonly focusBack: HTMLElement
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** A menu without a button of its own, for example for a right click. */
export const MenuAt = ({ anchor, focusBack, ...rest }: MenuAtProps) => {
  const places = useMemo(
    () => ({ anchor: { current: anchor }, focusBack: { current: focusBack } }),
    [anchor, focusBack],
  )
  return (
    <Suspense fallback={rest.open && <OverlayPlaceholder onClose={() => rest.onOpenChange(false)} />}>
      <LazyMenu {...rest} {...places} align={rest.point ? 'start' : 'end'} />
    </Suspense>
  )
}

/** A menu under a button. `children` renders the button. */
export const Menu = ({ children, ...rest }: MenuProps) => {
  const ref = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState<boolean | undefined>(undefined)
  const toggle = () => setOpen((was) => !was)
  return (
    <>
      {children({ ref, 'aria-haspopup': 'menu', 'aria-expanded': open === true, onClick: toggle })}
      {open !== undefined && (
        <Suspense fallback={open && <OverlayPlaceholder onClose={() => setOpen(false)} />}>
          <LazyMenu {...rest} anchor={ref} trigger={ref} focusBack={ref} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  )
}
