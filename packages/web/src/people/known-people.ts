import type { User } from '@parley/protocol'
import { useSelector } from '../client'
import { chatSort, peerOf } from './chat-name'

/** The people of the own direct chats, those written with last first. */
export const useKnownPeople = (): readonly User[] =>
  useSelector((state) =>
    state.order.flatMap((id) => {
      const entry = state.chats.get(id)
      const peer = entry && chatSort(entry) === 'direct' ? peerOf(state, entry) : undefined
      const user = peer && state.users.get(peer)
      return user ? [user] : []
    }),
  )
