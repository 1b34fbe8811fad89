import { Check } from 'lucide-react'
import { cx } from '../ui'

/** Shows whether a row of a list is selected. */
export const Tick = ({ on }: { readonly on: boolean }) => (
  <span
    aria-hidden
    className={cx(
      'grid size-20 shrink-0 place-items-center rounded-full',
      on ? 'bg-accent-solid text-white' : 'shadow-[inset_0_0_0_1px_var(--color-border-control)]',
    )}
  >
    {on && <Check size={14} strokeWidth={2.5} />}
  </span>
)
