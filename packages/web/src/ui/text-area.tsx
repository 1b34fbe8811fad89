import { useId } from 'react'

interface TextAreaProps {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly maxLength: number
  readonly rows: number
  readonly onChange: (next: string) => void
}

/** A text field of several lines, with a label. */
export const TextArea = ({ label, hint, value, maxLength, rows, onChange }: TextAreaProps) => {
  const id = useId()
  return (
    <div className="flex flex-col gap-4">
      <label htmlFor={id} className="text-small font-500 text-text-2">
        {label}
      </label>
      <textarea
        id={id}
        rows={rows}
        dir="auto"
        maxLength={maxLength}
        value={value}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
        className="w-full resize-y rounded-8 bg-surface px-12 py-8 text-ui font-400 text-text shadow-[inset_0_0_0_1px_var(--color-border-control)] outline-none transition-shadow duration-120 focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:text-touch"
      />
      <div id={`${id}-hint`} className="text-meta text-text-3">
        {hint}
      </div>
    </div>
  )
}
