import { isVisible } from '@parley/protocol/visible'
import { useMemo } from 'react'
import { useLocale, useT } from '../i18n'
import { useClient } from '../lib/client'
import { ranked } from '../lib/switcher-rank'
import { recallVisits } from '../navigation/visits'
import { canContact, directChatWith } from '../people/direct-chat'
import { knownPeople } from '../people/known-people'
import { foundUsers } from '../people/person-search'
import { usePersonSearch } from '../people/use-person-search'
import { chatTargets, type Target } from './forward-targets'

const offeredMax = { chats: 30, people: 8 } as const

/** The matching targets: chats, and with a query also people without a chat in the list. */
export const useForwardTargets = (query: string): readonly Target[] => {
  const t = useT()
  const client = useClient()
  const locale = useLocale()
  const search = usePersonSearch(query)
  // The list of chats at the time when the dialog opened. Incoming messages don't reorder it.
  const chats = useMemo(() => chatTargets(client.state.get(), t, recallVisits()), [client, t])
  return useMemo(() => {
    const state = client.state.get()
    const known = !isVisible(query) ? [] : knownPeople(state, { query, locale })
    const people = [...new Map([...known, ...foundUsers(search)].map((user) => [user.id, user])).values()].filter(
      ({ id }) => id !== state.me?.id && directChatWith(state, id) === undefined && canContact(state, id),
    )
    return [
      ...ranked(chats, query, Date.now()).slice(0, offeredMax.chats),
      ...people.slice(0, offeredMax.people).map(({ id }): Target => ({ kind: 'person', userId: id })),
    ]
  }, [client, chats, query, locale, search])
}
