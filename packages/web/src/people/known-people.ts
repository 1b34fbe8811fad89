import type { User } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { byName, peopleWho } from '../friends/people-lists'
import { mayReach } from './direct-policy'
import { chatSort, nameMatches, peerOf } from './names'

/** Whom I chat with. */
const peers = (state: ClientState): readonly User[] =>
  [...state.chats.values()].flatMap((entry) => {
    const peer = chatSort(entry) === 'direct' ? peerOf(state, entry) : undefined
    const user = peer && state.users.get(peer)
    return user ? [user] : []
  })

/**
 * The people with whom something can be begun, by name: friends; where everybody may write to everybody, also those of
 * the own direct chats.
 */
export const knownPeople = (state: ClientState, wanted: { readonly query: string; readonly locale: string }) => {
  const { query, locale } = wanted
  const friends = peopleWho(state, { state: 'friends', query, locale })
  const others = peers(state).filter((user) => query.trim() === '' || nameMatches(state, user, query))
  return byName(state, [...new Set([...friends, ...others])], locale).filter(({ id }) => mayReach(state, id))
}
