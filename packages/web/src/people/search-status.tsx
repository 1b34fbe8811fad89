import { useT } from '../i18n'
import { problemText } from '../ui/problem'
import type { PersonSearch } from './person-search'

/** The text of a search for people without results. */
export const SearchStatus = ({ search }: { readonly search: PersonSearch }) => {
  const t = useT()
  const words = () => {
    if (search.status === 'searching') return t('findPerson', { query: search.query })
    if (search.status === 'none') return t('nobodyFound', { query: search.query })
    return search.status === 'failed' ? problemText(t, search.thrown) : ''
  }
  return (
    <p
      aria-live="polite"
      className={
        search.status === 'idle' || search.status === 'found' ? 'sr-only' : 'px-12 py-16 text-small text-text-2'
      }
    >
      {words()}
    </p>
  )
}
