import { cx } from './class-names'

export interface BadgeProps {
  /** Already formatted, such as "12" or "99+". */
  readonly children: string
  readonly muted?: boolean
  /** The accessible name, instead of the bare number. */
  readonly label?: string
}

/** A count: 18 px high, white on the accent colour. */
export const Badge = ({ children, muted = false, label }: BadgeProps) => (
  <span
    className={cx(
      'tabular inline-flex h-[18px] min-w-[18px] shrink-0 items-center justify-center rounded-full px-[5px]',
      'text-caption font-600 text-white',
      muted ? 'bg-badge-muted' : 'bg-badge',
    )}
  >
    <span aria-hidden={label !== undefined || undefined}>{children}</span>
    {label !== undefined && <span className="sr-only">{label}</span>}
  </span>
)
