import type { Clock } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Database } from '../storage/database'
import type { Users } from '../users/users'
import { LastSeen } from './last-seen'
import { Online } from './online'
import { Presence } from './presence'
import { Watchers } from './watchers'

export interface CreatePresenceOptions {
  readonly clock: Clock
  readonly database: Database
  readonly logger: Logger
  readonly users: Users
  readonly preferences: OwnPreferences
  /** Reaches this node's own connections. */
  readonly publish: (topic: string, frame: string) => void
}

/** Who is there, who is told of it, and when people were last seen: parts that know each other. */
export const createPresence = (options: CreatePresenceOptions): { presence: Presence; online: Online } => {
  const { clock, database, logger, users, preferences, publish } = options
  const onError = (error: unknown) => logger.warn('presence was not told or written', errorFields(error))
  const online: Online = new Online({
    ...{ clock, publish },
    changed: (userId, now) => (now === 'gone' ? watchers.touchLater(userId) : watchers.touch(userId)),
    left: (userId) => lastSeen.left(userId),
  })
  const watchers = new Watchers({ database, clock, stateOf: (userId) => online.stateOf(userId), onError })
  const lastSeen = new LastSeen({
    database,
    clock,
    users,
    online,
    written: (userId) => watchers.touch(userId),
    onError,
  })
  return {
    presence: new Presence({ database, clock, users, preferences, online, lastSeen, watchers, onError }),
    online,
  }
}
