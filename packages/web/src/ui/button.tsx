import type { ComponentProps } from 'react'
import { cx } from './class-names'
import { Spinner } from './spinner'

export type ButtonKind = 'primary' | 'secondary' | 'ghost' | 'danger' | 'dangerOutline' | 'dangerGhost'
export type ButtonSize = 'small' | 'medium' | 'large'

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent-solid text-white hover:bg-accent-solid-hover active:bg-accent-solid-active',
  secondary: 'bg-surface text-text shadow-[inset_0_0_0_1px_var(--color-border-control)] hover:bg-hover',
  ghost: 'text-accent hover:bg-hover',
  dangerOutline:
    'bg-surface text-danger shadow-[inset_0_0_0_1px_var(--color-border-control)] hover:bg-danger-bg hover:text-danger-on-bg',
  dangerGhost: 'text-danger hover:bg-hover',
  danger: 'bg-danger-solid text-white hover:bg-danger-solid-hover',
}
const sizes: Record<ButtonSize, string> = {
  small: 'min-h-32 px-12 py-4 pointer-coarse:min-h-44',
  medium: 'min-h-36 px-16 py-6 pointer-coarse:min-h-44',
  large: 'min-h-44 px-20 py-8',
}

const look = 'inline-flex items-center justify-center gap-8 rounded-8 text-ui text-center select-none no-underline'
const motion = 'transition-colors duration-120 ease-quiet disabled:opacity-50 disabled:pointer-events-none'

/** The class of a button, for links with the look of a button. */
export const buttonClass = (kind: ButtonKind = 'primary', size: ButtonSize = 'medium'): string =>
  cx(look, motion, kinds[kind], sizes[size])

export interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind
  readonly size?: ButtonSize
  /** Shows a spinner and ignores clicks, at the same size. The text stays its accessible name. */
  readonly busy?: boolean
}

/** A button with text. */
export const Button = ({ kind, size, busy = false, className, children, onClick, ...rest }: ButtonProps) => (
  <button
    type="button"
    {...rest}
    onClick={busy ? (event) => event.preventDefault() : onClick}
    aria-busy={busy || undefined}
    className={cx(buttonClass(kind, size), 'relative', className)}
  >
    <span className={cx('inline-flex items-center gap-8', busy && 'opacity-0')}>{children}</span>
    {busy && (
      <span className="absolute inset-0 grid place-items-center">
        <Spinner />
      </span>
    )}
  </button>
)
