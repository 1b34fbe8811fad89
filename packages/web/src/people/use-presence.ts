import type { Presence, UserId } from '@parley/protocol'
import { useEffect } from 'react'
import { useFormat, useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { useMinute } from '../lib/clock'
import { presenceText } from './presence-text'

/** A person's presence, kept up to date while mounted. Undefined until it is known. */
export const usePresence = (userId: UserId | undefined): Presence | undefined => {
  const client = useClient()
  useEffect(() => (userId ? client.watchPresence(userId) : undefined), [client, userId])
  return useSelector((state) =>
    userId && state.connection.phase !== 'ended' ? state.presences.get(userId) : undefined,
  )
}

/** The same as text, such as "last seen 5 minutes ago". Undefined if it is hidden or unknown. */
export const usePresenceText = (presence: Presence | undefined): string | undefined => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute(presence?.lastSeenAt !== undefined)
  return presence && presenceText(presence, { t, format, nowMs })
}
