import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import { useT } from '../i18n'
import { listStore } from './list-store'

const toFirstResult = (field: HTMLElement): void =>
  field.closest('[data-list]')?.querySelector<HTMLElement>('[data-chat-row],[data-person-row]')?.focus()

/** Filters the chats while typing; a whole username also finds a person. */
export const ListSearch = () => {
  const t = useT()
  const query = useStore(listStore, (state) => state.query)
  const setQuery = (next: string) => listStore.setState({ query: next })
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return
    if (event.key === 'Escape' && query !== '') {
      event.preventDefault()
      setQuery('')
    } else if (event.key === 'ArrowDown') {
      event.preventDefault()
      toFirstResult(event.currentTarget)
    } else if (event.key === 'Enter') {
      const first = event.currentTarget.closest('[data-list]')
      first?.querySelector<HTMLElement>('[data-chat-row],[data-person-row]')?.click()
    }
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
        aria-label={t('searchChats')}
        placeholder={t('searchChats')}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-36 w-full [text-autospace:no-autospace] rounded-10 bg-hover ps-36 pe-36 text-ui font-400 text-text outline-none focus:bg-surface focus:shadow-[inset_0_0_0_2px_var(--color-focus)] pointer-coarse:h-44 pointer-coarse:text-touch"
      />
      {query !== '' && (
        <button
          type="button"
          aria-label={t('clearSearch')}
          onClick={() => setQuery('')}
          className="absolute inset-y-0 end-4 my-auto grid size-28 place-items-center pointer-coarse:end-0 pointer-coarse:size-44 rounded-6 text-text-2 hover:bg-hover hover:text-text"
        >
          <X size={16} strokeWidth={1.75} aria-hidden />
        </button>
      )}
    </div>
  )
}
