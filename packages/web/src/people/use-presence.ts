import type { Presence, UserId } from '@parley/protocol'
import { useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useFormat, useT } from '../i18n'
import { presenceText } from './presence-text'

/** How somebody shows themselves, kept current while it is on screen; undefined as long as it is not known. */
export const usePresence = (userId: UserId | undefined): Presence | undefined => {
  const client = useClient()
  useEffect(() => (userId ? client.watchPresence(userId) : undefined), [client, userId])
  return useSelector((state) =>
    userId && state.connection.phase !== 'ended' ? state.presences.get(userId) : undefined,
  )
}

const minuteMs = 60_000

/** The moment, which moves on once a minute. */
const useMinute = (runs: boolean): number => {
  const [nowMs, setNowMs] = useState(Date.now)
  useEffect(() => {
    if (!runs) return
    const timer = setInterval(() => setNowMs(Date.now()), minuteMs)
    return () => clearInterval(timer)
  }, [runs])
  return nowMs
}

/** The same in words, such as "last seen 5 minutes ago"; undefined where there is nothing to say. */
export const usePresenceText = (presence: Presence | undefined): string | undefined => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute(presence?.lastSeenAt !== undefined)
  return presence && presenceText(presence, { t, format, nowMs })
}
