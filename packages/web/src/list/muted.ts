import type { ChatEntry } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useSelector } from '../client'
import { isMuted, unreadTotal } from './unread'

/** Timers cannot wait longer than this. */
const longestWaitMs = 2 ** 31 - 1

/** Renders again when a time has come. */
const useUntil = (untilMs: number | undefined): void => {
  const [, setPassed] = useState(0)
  useEffect(() => {
    const leftMs = (untilMs ?? 0) - Date.now()
    if (leftMs <= 0 || leftMs > longestWaitMs) return
    const timer = setTimeout(() => setPassed((count) => count + 1), leftMs + 1)
    return () => clearTimeout(timer)
  }, [untilMs])
}

/** Whether a chat is silent now. */
export const useMuted = (entry: ChatEntry | undefined): boolean => {
  useUntil(entry?.state?.mutedUntil)
  return entry !== undefined && isMuted(entry, Date.now())
}

export const useUnreadTotal = (): number => {
  useUntil(
    useSelector(({ chats }) => {
      const now = Date.now()
      const ends = [...chats.values()].flatMap(({ state }) => state?.mutedUntil ?? []).filter((until) => until > now)
      return ends.length > 0 ? Math.min(...ends) : undefined
    }),
  )
  return useSelector((state) => unreadTotal(state, Date.now()))
}
