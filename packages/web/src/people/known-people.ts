import type { User } from '@parley/protocol'
import { isVisible } from '@parley/protocol/visible'
import type { ClientState } from '@parley/sdk/api'
import { canContact } from './direct-chat'
import { chatSort, nameMatches, peerOf } from './names'
import { byName, peopleOfList } from './people-lists'

/** The people with whom the viewer has direct chats. */
const peers = (state: ClientState): readonly User[] =>
  [...state.chats.values()].flatMap((entry) => {
    const peer = chatSort(entry) === 'direct' ? peerOf(state, entry) : undefined
    const user = peer && state.users.get(peer)
    return user ? [user] : []
  })

/**
 * The people whom the viewer can contact, by name: friends, and on servers where anyone can write to anyone, also the
 * people of direct chats.
 */
export const knownPeople = (state: ClientState, wanted: { readonly query: string; readonly locale: string }) => {
  const { query, locale } = wanted
  const friends = peopleOfList(state, { state: 'friends', query, locale })
  const others = peers(state).filter((user) => !isVisible(query) || nameMatches(state, user, query))
  return byName(state, [...new Set([...friends, ...others])], locale).filter(({ id }) => canContact(state, id))
}
