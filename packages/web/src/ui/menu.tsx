import type { LucideIcon } from 'lucide-react'
import { type ReactNode, type RefObject, Suspense, useMemo, useRef, useState } from 'react'
import { late } from './late'

const LazyMenu = late(async () => (await import('./overlays')).OverlayMenu)

export interface MenuItem {
  readonly label: string
  readonly icon?: LucideIcon
  readonly danger?: boolean
  /** One of several of which one holds, and whether it is this one. */
  readonly checked?: boolean
  /** Shown at the end, such as "Alt+N". */
  readonly shortcut?: string
  readonly onSelect: () => void
}

/** What the trigger of a menu must take over. */
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
  /** It stands beside this, or at `point` of the window. */
  readonly anchor: HTMLElement
  readonly point?: { readonly x: number; readonly y: number } | undefined
  /** Has the focus again when the menu is closed. */
  readonly focusBack: HTMLElement
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** A menu that something else than its own button opens, such as a right click. */
export const MenuAt = ({ anchor, focusBack, ...rest }: MenuAtProps) => {
  const places = useMemo(
    () => ({ anchor: { current: anchor }, focusBack: { current: focusBack } }),
    [anchor, focusBack],
  )
  return (
    <Suspense fallback={null}>
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
        <Suspense fallback={null}>
          <LazyMenu {...rest} anchor={ref} trigger={ref} focusBack={ref} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  )
}
