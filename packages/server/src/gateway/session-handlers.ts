import { limits } from '@parley/protocol'
import type { DirectChats } from '../friends/policy'
import type { Clock } from '../lib/clock'
import { fail } from '../lib/fail'
import type { Handlers } from '../lib/handlers'
import type { Tiles } from '../lib/tiles'
import type { ModerationParts } from '../moderation/create-moderation'
import type { Sessions } from '../sessions/sessions'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'

export interface SessionHandlersOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly users: Users
  readonly clock: Clock
  readonly moderation: Pick<ModerationParts, 'rules' | 'newcomers'>
  readonly directChats: DirectChats
  /** How long a sender may retract a message on this server. */
  readonly retractWindowMs: number
  /** How long a closed account can be restored on this server. */
  readonly restoreMs: number
  /** The most members of a group on this server. */
  readonly groupMembers: number
  /** The size limit of an uploaded file. */
  readonly fileBytes: number
  readonly voiceMaxMs: number
  readonly tiles: Tiles | undefined
}

/** Opens, keeps and closes a connection's session. */
export const sessionHandlers = (options: SessionHandlersOptions): Handlers<'session'> => {
  const { database, sessions, users, clock, directChats, tiles, moderation } = options
  const { retractWindowMs, restoreMs, groupMembers: groupMembersDefault, fileBytes, voiceMaxMs } = options
  const limitsHere = { ...limits, retractWindowMs, restoreMs, groupMembersDefault, fileBytes, voiceMaxMs }
  return {
    open: async (stranger, { token }) => {
      if (!stranger.connection) throw fail('invalid_request')
      const caller = await stranger.connection.signIn(token)
      await moderation.rules.know()
      const { session, own, newUntil } = await database.read(async (db) => ({
        session: await sessions.findCurrent(db, caller),
        own: await users.meWithRev(db, caller.userKey),
        newUntil: await moderation.newcomers.newUntil(db, caller.userKey),
      }))
      if (!own) throw fail('unauthenticated')
      const here = { epoch: database.epoch, serverTime: clock.now(), heartbeatMs: limits.heartbeatMs, directChats }
      const isNew = newUntil !== undefined && newUntil > database.now()
      const more = { ...(tiles ? { tiles } : {}), ...(isNew ? { newcomerUntil: newUntil } : {}) }
      return { ...own, session, ...here, limits: limitsHere, ...more }
    },
    ping: () => ({ serverTime: clock.now() }),
    close: (caller) => {
      caller.connection?.closeAfterResponse()
      return {}
    },
  }
}
