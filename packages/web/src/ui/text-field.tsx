import { CircleAlert } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import { cx } from './class-names'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'size'> {
  readonly label: string
  /** Keeps the label for screen readers only. */
  readonly labelHidden?: boolean
  /** Help under the field. An error replaces it. */
  readonly hint?: ReactNode
  /** Always shown under the field. */
  readonly below?: ReactNode
  /** The error and the next step. Marks the field as invalid. */
  readonly error?: string | undefined
  readonly size?: 'medium' | 'large'
  /** Content inside the field at its end, such as a button that shows the password. */
  readonly end?: ReactNode
}

const fieldClass = 'w-full rounded-8 bg-surface px-12 text-text transition-shadow duration-120 disabled:opacity-50'
const ring = (error: string | undefined) =>
  error
    ? 'shadow-[inset_0_0_0_1px_var(--color-danger)] focus:shadow-[inset_0_0_0_2px_var(--color-danger)]'
    : 'shadow-[inset_0_0_0_1px_var(--color-border-control)] focus:shadow-[inset_0_0_0_2px_var(--color-focus)]'

export const TextField = ({
  label,
  labelHidden,
  hint,
  below,
  error,
  size = 'medium',
  end,
  ...rest
}: TextFieldProps) => {
  const id = useId()
  const hinted = hint !== undefined && error === undefined
  const described = cx(hinted && `${id}-hint`, error !== undefined && `${id}-error`) || undefined
  return (
    <div className="flex flex-col gap-4">
      <label htmlFor={id} className={labelHidden ? 'sr-only' : 'text-small font-500 text-text-2'}>
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={described}
          {...rest}
          className={cx(
            fieldClass,
            ring(error),
            'text-ui font-400 outline-none pointer-coarse:text-touch',
            size === 'large' ? 'h-44' : 'h-36 pointer-coarse:h-44',
            end !== undefined && 'pe-44',
            rest.className,
          )}
        />
        {end !== undefined && <div className="absolute inset-y-0 end-0 flex items-center pe-4">{end}</div>}
      </div>
      {below}
      {hinted && (
        <div id={`${id}-hint`} className="text-meta text-text-3">
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="flex items-start gap-4 text-meta text-danger">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden className="mt-px shrink-0" />
          {error}
        </p>
      )}
    </div>
  )
}
