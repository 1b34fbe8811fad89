import type { ChatEntry } from '@parley/sdk/api'
import { useEffect, useState } from 'react'
import { useSelector } from '../client'
import { nextSilenceEnd, waitUntil } from './silence-left'
import { isMuted, unreadTotal } from './unread'

/** Renders again when a time has come. */
const useUntil = (untilMs: number | undefined): void => {
  const [, setPassed] = useState(0)
  useEffect(() => {
    const waitMs = waitUntil(untilMs, Date.now())
    if (waitMs === undefined) return
    const timer = setTimeout(() => setPassed((count) => count + 1), waitMs)
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
      const ends = [...chats.values()].flatMap(({ state }) => state?.mutedUntil ?? [])
      return nextSilenceEnd(ends, Date.now())
    }),
  )
  return useSelector((state) => unreadTotal(state, Date.now()))
}
