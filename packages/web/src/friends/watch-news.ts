import type { ClientState, Readable } from '@parley/sdk/api'
import { type FriendNewsItem, newsBetween } from './news'

/**
 * Tells what others do about friendships from now on. What was there when the client became connected is no news, and what is
 * comes when the profile is known too.
 * @returns the way to stop
 */
export const watchNews = (state: Readable<ClientState>, tell: (item: FriendNewsItem) => void): (() => void) => {
  let known = state.get().connection.phase === 'live' ? state.get().friends : undefined
  let waiting: readonly FriendNewsItem[] = []
  return state.subscribe(() => {
    const { connection, friends, users } = state.get()
    if (connection.phase !== 'live') return
    waiting = [...waiting, ...newsBetween(known ?? friends, friends)]
    known = friends
    // Until the profile has come too, there is no name to say.
    const ready = waiting.filter(({ userId }) => users.has(userId))
    waiting = waiting.filter(({ userId }) => !users.has(userId))
    for (const item of ready) tell(item)
  })
}
