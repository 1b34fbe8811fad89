import type { ChatEntry } from '@parley/sdk/api'
import { useSelector } from '../lib/client'
import { useUntil } from '../lib/clock'
import { nextSilenceEnd } from '../lib/silence-left'
import { isMuted, unreadTotal } from './unread'

/** Whether a chat is silent now. */
export const useMuted = (state: ChatEntry['state']): boolean => {
  useUntil(state?.mutedUntil)
  return state !== undefined && isMuted({ state }, Date.now())
}

export const useUnreadTotal = (): number => {
  useUntil(
    useSelector(({ chats }) => {
      const ends = [...chats.values()].flatMap(({ state }) => state?.mutedUntil ?? [])
      return nextSilenceEnd(ends, Date.now())
    }),
  )
  return useSelector((state) => unreadTotal(state, Date.now()))
}
