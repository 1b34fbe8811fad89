import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './class-names'
import { Tooltip, type TooltipSide } from './tooltip'

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  readonly icon: LucideIcon
  /** The accessible name and the tooltip, which describe its action. */
  readonly label: string
  readonly side?: TooltipSide
  /** In px. The default is 20. */
  readonly iconSize?: number
}

/** A button with an icon: 36 px, or 44 px on touch screens. */
export const IconButton = ({ icon: Icon, label, side, iconSize = 20, className, ...rest }: IconButtonProps) => (
  <Tooltip label={label} {...(side && { side })}>
    <button
      type="button"
      aria-label={label}
      {...rest}
      className={cx(
        'inline-grid size-36 shrink-0 place-items-center rounded-8 text-text-2 transition-colors duration-120 ease-quiet',
        'hover:bg-hover hover:text-text disabled:opacity-50 pointer-coarse:size-44',
        className,
      )}
    >
      <Icon size={iconSize} strokeWidth={1.75} aria-hidden />
    </button>
  </Tooltip>
)
