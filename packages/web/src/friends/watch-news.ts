import type { ClientState, Readable } from '@parley/sdk/api'
import { type FriendNewsItem, newsBetween } from './news'

/**
 * Announces the actions of others on friendships from now on. It skips actions from before the client connected, and
 * announces the others once the profile is known.
 * @returns a function that stops it
 */
export const watchNews = (state: Readable<ClientState>, tell: (item: FriendNewsItem) => void): (() => void) => {
  let known = state.get().connection.phase === 'live' ? state.get().friends : undefined
  let waiting: readonly FriendNewsItem[] = []
  return state.subscribe(() => {
    const { connection, friends, users } = state.get()
    if (connection.phase !== 'live') return
    waiting = [...waiting, ...newsBetween(known ?? friends, friends)]
    known = friends
    // Until the profile has arrived, the name is unknown.
    const ready = waiting.filter(({ userId }) => users.has(userId))
    waiting = waiting.filter(({ userId }) => !users.has(userId))
    for (const item of ready) tell(item)
  })
}
