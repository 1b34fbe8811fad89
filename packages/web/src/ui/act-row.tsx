import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names'

interface ActRowProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon
  readonly label: string
  /** The action is hard to undo. */
  readonly danger?: boolean
  readonly end?: ReactNode
}

/** A row with an action, in a list of such rows. It is neutral, with its icon aligned with the others. */
export const ActRow = ({ icon: Icon, label, danger = false, end, className, ...rest }: ActRowProps) => (
  <button
    type="button"
    {...rest}
    className={cx(
      'flex min-h-44 w-full items-center gap-12 rounded-8 px-12 text-start text-ui transition-colors duration-120 hover:bg-hover',
      danger ? 'text-danger' : 'text-text',
      className,
    )}
  >
    <Icon size={18} strokeWidth={1.75} aria-hidden className={cx('shrink-0', !danger && 'text-text-2')} />
    <span className="min-w-0 flex-1">{label}</span>
    {end}
  </button>
)
