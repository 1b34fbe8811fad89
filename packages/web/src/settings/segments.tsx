import { useId } from 'react'
import { cx } from '../ui'

interface SegmentsProps<V extends string> {
  readonly label: string
  /** Keeps the label for screen readers only. */
  readonly labelHidden?: boolean
  readonly value: string
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly onChange: (value: V) => void
}

/** One choice of a few, side by side; radio buttons underneath. */
export const Segments = <V extends string>({ label, labelHidden, value, options, onChange }: SegmentsProps<V>) => {
  const name = useId()
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className={labelHidden ? 'sr-only' : 'mb-4 p-0 text-small font-500 text-text-2'}>{label}</legend>
      <div className="flex flex-wrap gap-2 rounded-10 bg-hover p-2 tablet:inline-flex">
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              'relative flex min-h-32 flex-auto cursor-pointer items-center justify-center rounded-8 px-8 py-4 text-center text-ui tablet:whitespace-nowrap tablet:px-16 transition-colors duration-120 pointer-coarse:min-h-44',
              'has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-offset-2 has-[:focus-visible]:outline-focus',
              option.value === value ? 'bg-selected text-accent' : 'text-text-2 hover:text-text',
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="sr-only"
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
