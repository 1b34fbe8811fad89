import type { UserId } from '@parley/protocol'
import { visibleText } from '@parley/protocol/visible'
import { SearchX } from 'lucide-react'
import { Suspense } from 'react'
import { useStore } from 'zustand'
import { useSelector } from '../lib/client'
import { listStore } from '../navigation/list-store'
import { directChatWith } from '../people/direct-chat'
import { FoundPeople } from '../people/found-people'
import { contactPerson } from '../people/open-person'
import { foundUsers, searchedText } from '../people/person-search'
import { SearchStatus } from '../people/search-status'
import { usePersonSearch } from '../people/use-person-search'
import { EmptyState } from '../ui'
import { useActionContext } from '../ui/action-context'
import { lazyPart } from '../ui/lazy-part'

const FoundByLink = lazyPart(async () => (await import('../groups/found-by-link')).FoundByLink)

const link = /\/[ci]\//
const id = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i

/** Below the matching chats: people without a chat in the list. */
export const FoundOutside = () => {
  const context = useActionContext()
  const { t } = context
  const { query, shown } = useStore(listStore)
  const typed = visibleText(query)
  const searched = link.test(typed) ? '' : query
  const search = usePersonSearch(searched)
  const found = foundUsers(search)
  const users = useSelector((state) =>
    found.filter(({ id }) => {
      const chatId = directChatWith(state, id)
      return chatId === undefined || !shown.includes(chatId)
    }),
  )
  const nothing = searchedText(searched) === undefined || search.status === 'none'
  const noMatch = <EmptyState icon={SearchX} title={t('noMatchTitle')} body={t('noMatchBody', { query: typed })} />
  if (nothing && (link.test(typed) || id.test(typed)))
    return (
      <Suspense fallback={null}>
        <FoundByLink query={typed} otherwise={noMatch} />
      </Suspense>
    )
  if (shown.length === 0 && nothing) return noMatch
  if (nothing || (search.status === 'found' && users.length === 0)) return null
  const reach = async (userId: UserId) => {
    if (await contactPerson(context, userId)) listStore.setState({ query: '' })
  }
  return (
    <section className="pt-8">
      <h2 className="px-12 py-4 text-meta font-500 text-text-3">{t('people')}</h2>
      <FoundPeople users={users} onPress={(userId) => void reach(userId)} />
      <SearchStatus search={search} />
    </section>
  )
}
