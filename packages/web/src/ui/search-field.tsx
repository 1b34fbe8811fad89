import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useT } from '../i18n'
import { giveFocus } from './give-focus'

interface SearchFieldProps {
  readonly label: string
  readonly value: string
  readonly onChange: (next: string) => void
  /** Selects the rows of results, in the nearest `[data-list]`. The arrow key goes to the first one, Enter opens it. */
  readonly rows: string
}

/** The field above a list that filters it. */
export const SearchField = ({ label, value, onChange, rows }: SearchFieldProps) => {
  const t = useT()
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    const first = event.currentTarget.closest('[data-list]')?.querySelector<HTMLElement>(rows)
    if (event.key === 'Escape' && value !== '') onChange('')
    else if (event.key === 'ArrowDown') giveFocus(first)
    else if (event.key === 'Enter' && value !== '') first?.click()
    else return
    event.preventDefault()
  }
  return (
    <div className="relative mx-12 shrink-0">
      <Search
        size={18}
        strokeWidth={1.75}
        aria-hidden
        className="pointer-events-none absolute inset-y-0 start-12 my-auto text-text-3"
      />
      <input
        data-list-search
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-36 w-full [text-autospace:no-autospace] rounded-10 bg-hover ps-36 pe-36 text-ui font-400 text-text outline-none focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:h-44 pointer-coarse:text-touch"
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={t('clearSearch')}
          onClick={() => onChange('')}
          className="absolute inset-y-0 end-4 my-auto grid size-28 place-items-center pointer-coarse:end-0 pointer-coarse:size-44 rounded-6 text-text-2 hover:bg-hover hover:text-text"
        >
          <X size={16} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </div>
  )
}
