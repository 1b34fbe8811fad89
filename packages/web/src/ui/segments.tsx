import { useId } from 'react'
import { cx } from '.'

interface SegmentsProps<V extends string> {
  readonly label: string
  /** Keeps the label for screen readers only. */
  readonly labelHidden?: boolean
  readonly value: string
  readonly options: readonly { readonly value: V; readonly label: string }[]
  readonly onChange: (value: V) => void
}

/** Four choices on phones: all in one row, or two rows of two if that is too narrow, but never one alone. */
const fourColumns = 'repeat(auto-fit, minmax(clamp(25% - 2px, (400px - 100%) * 999, 50% - 1px), 1fr))'

/** A choice among a few options, side by side. Internally these are radio buttons. */
export const Segments = <V extends string>({ label, labelHidden, value, options, onChange }: SegmentsProps<V>) => {
  const name = useId()
  const even = options.length === 4
  return (
    <fieldset className="m-0 border-0 p-0">
      <legend className={labelHidden ? 'sr-only' : 'mb-4 p-0 text-small font-500 text-text-2'}>{label}</legend>
      <div
        className={cx('gap-2 rounded-10 bg-hover p-2 tablet:flex tablet:w-fit', even ? 'grid' : 'flex flex-wrap')}
        style={even ? { gridTemplateColumns: fourColumns } : undefined}
      >
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
