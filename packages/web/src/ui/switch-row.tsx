import { useId } from 'react'
import { cx } from '.'

interface SwitchRowProps {
  readonly label: string
  readonly hint?: string
  readonly checked: boolean
  readonly disabled?: boolean
  readonly onChange: (checked: boolean) => void
}

/** A setting that is on or off. Clicks on the whole row count. */
export const SwitchRow = ({ label, hint, checked, disabled = false, onChange }: SwitchRowProps) => {
  const id = useId()
  return (
    <label className="relative flex min-h-44 items-center gap-16 py-4">
      <span className="min-w-0 flex-1">
        <span className={cx('block text-ui font-400', disabled ? 'text-text-3' : 'text-text')}>{label}</span>
        {hint !== undefined && (
          <span id={id} className="block text-meta text-text-2">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-checked={checked}
        aria-label={label}
        aria-describedby={hint === undefined ? undefined : id}
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="peer absolute inset-0 m-0 size-full cursor-pointer appearance-none opacity-0 disabled:cursor-default"
      />
      <span
        aria-hidden
        className={cx(
          'relative h-24 w-40 shrink-0 rounded-full transition-colors duration-120',
          'peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-focus',
          checked ? 'bg-accent-solid' : 'bg-border-control',
          disabled && 'opacity-50',
        )}
      >
        <span
          className="absolute top-2 size-20 rounded-full bg-white transition-[inset] duration-120"
          style={{ insetInlineStart: checked ? 18 : 2 }}
        />
      </span>
    </label>
  )
}
