import { useMemo } from 'react'
import { client } from '../client'
import { useLocale, useT } from '../i18n'
import { directChatWith } from '../people/direct-chat'
import { mayReach } from '../people/direct-policy'
import { knownPeople } from '../people/known-people'
import { foundUsers } from '../people/person-search'
import { usePersonSearch } from '../people/use-person-search'
import { recallVisits } from '../shell/visits'
import { chatTargets, type Target } from './forward-targets'
import { ranked } from './switcher-rank'

const offeredMax = { chats: 30, people: 8 } as const

/** What fits: chats, and people without a chat on the list once something is typed. */
export const useForwardTargets = (query: string): readonly Target[] => {
  const t = useT()
  const locale = useLocale()
  const search = usePersonSearch(query)
  // The list of the moment when the dialog opened: messages that arrive don't move it.
  const chats = useMemo(() => chatTargets(client.state.get(), t, recallVisits()), [t])
  return useMemo(() => {
    const state = client.state.get()
    const known = query.trim() === '' ? [] : knownPeople(state, { query, locale })
    const people = [...new Map([...known, ...foundUsers(search)].map((user) => [user.id, user])).values()].filter(
      ({ id }) => id !== state.me?.id && directChatWith(state, id) === undefined && mayReach(state, id),
    )
    return [
      ...ranked(chats, query, Date.now()).slice(0, offeredMax.chats),
      ...people.slice(0, offeredMax.people).map(({ id }): Target => ({ kind: 'person', userId: id })),
    ]
  }, [chats, query, locale, search])
}
