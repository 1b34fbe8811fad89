import type { Presence, UserId } from '@parley/protocol'
import { useEffect, useState } from 'react'
import { useClient, useSelector } from '../client'
import { useFormat, useT } from '../i18n'

/** How somebody shows themselves, kept current while it is on screen; undefined as long as it is not known. */
export const usePresence = (userId: UserId | undefined): Presence | undefined => {
  const client = useClient()
  useEffect(() => (userId ? client.watchPresence(userId) : undefined), [client, userId])
  return useSelector((state) =>
    userId && state.connection.phase !== 'ended' ? state.presences.get(userId) : undefined,
  )
}

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

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

const statusKeys = { online: 'presenceOnline', away: 'presenceAway', dnd: 'presenceDnd' } as const

/** The same in words, such as "last seen 5 minutes ago"; undefined where there is nothing to say. */
export const usePresenceText = (presence: Presence | undefined): string | undefined => {
  const t = useT()
  const format = useFormat()
  const lastSeenAt = presence?.lastSeenAt
  const nowMs = Math.max(useMinute(lastSeenAt !== undefined), lastSeenAt ?? 0)
  if (!presence) return undefined
  if (presence.status !== 'offline') {
    const said = t(statusKeys[presence.status])
    // What somebody wrote does not turn the direction of what stands around it.
    return presence.text ? `${said} · \u2068${presence.text}\u2069` : said
  }
  if (lastSeenAt === undefined) return undefined
  if (nowMs - lastSeenAt < minuteMs) return t('lastSeenNow')
  return t('lastSeen', { when: nowMs - lastSeenAt < dayMs ? format.ago(lastSeenAt, nowMs) : format.date(lastSeenAt) })
}
