import { useStore } from 'zustand'
import { useSelector } from '../client'
import { useT } from '../i18n'
import { openPerson } from '../people/open-person'
import { PersonButton } from '../people/person-row'
import { usePersonSearch } from '../people/person-search'
import { problemText } from '../problem'
import { listStore } from './list-store'

/** Below the chats that match: the person with exactly the user name that was typed. */
export const FoundPerson = () => {
  const t = useT()
  const query = useStore(listStore, (state) => state.query)
  const search = usePersonSearch(query)
  const myId = useSelector((state) => state.me?.id)
  if (search.status === 'idle') return null
  const open = async () => {
    if (search.status === 'found' && (await openPerson(t, search.user.id))) listStore.setState({ query: '' })
  }
  return (
    <section aria-live="polite" className="pt-8">
      <h2 className="px-12 py-4 text-meta font-500 text-text-3">{t('people')}</h2>
      {search.status === 'found' ? (
        <PersonButton
          user={search.user}
          {...(search.user.id === myId && { note: t('savedMessages') })}
          onPress={() => void open()}
        />
      ) : (
        <p className="px-12 py-8 text-small text-text-2">
          {search.status === 'failed' && problemText(t, search.thrown)}
          {search.status === 'searching' && t('findPerson', { username: search.username })}
          {search.status === 'none' && t('nobodyFound', { username: search.username })}
        </p>
      )}
    </section>
  )
}
