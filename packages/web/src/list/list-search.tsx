import { useStore } from 'zustand'
import { useT } from '../i18n'
import { listStore } from '../navigation/list-store'
import { SearchField } from '../ui/search-field'

/** Filters the chats while the user types, and finds people. */
export const ListSearch = () => {
  const t = useT()
  const query = useStore(listStore, (state) => state.query)
  return (
    <SearchField
      label={t('searchChats')}
      value={query}
      onChange={(next) => listStore.setState({ query: next })}
      rows="[data-chat-row],[data-person-row]"
    />
  )
}
