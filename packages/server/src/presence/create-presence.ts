import type { UserId } from '@parley/protocol'
import type { ChatAccess } from '../chats/access'
import type { Clock } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { OwnPreferences } from '../preferences/own-preferences'
import type { Database } from '../storage/database'
import type { Audience } from '../sync/audience'
import type { Users } from '../users/users'
import { ChatPresence } from './chat-presence'
import { LastSeen } from './last-seen'
import { MembersOnline } from './members-online'
import { Online } from './online'
import { Presence } from './presence'
import { WatchedOnline } from './watched-online'
import { Watchers } from './watchers'

export interface CreatePresenceOptions {
  readonly clock: Clock
  readonly database: Database
  readonly logger: Logger
  readonly users: Users
  readonly preferences: OwnPreferences
  /** This node's own connections. */
  readonly topics: Pick<Audience, 'publish' | 'hasSubscribers'>
  readonly access: ChatAccess
  /** Charges an account for scanned members. */
  readonly charge: (userId: UserId, members: number) => void
}

export interface PresenceParts {
  readonly presence: Presence
  readonly online: Online
  readonly inChats: ChatPresence
}

/** Presence, its notifications, and last-seen times: parts that depend on each other. */
export const createPresence = (options: CreatePresenceOptions): PresenceParts => {
  const { access, charge, clock, database, logger, topics, users, preferences } = options
  const publish = (topic: string, frame: string) => topics.publish(topic, frame)
  const onError = (error: unknown) => logger.warn('presence was not told or written', errorFields(error))
  const online: Online = new Online({
    clock,
    publish,
    changed: (userId, now) => {
      watched.changed(userId)
      if (now === 'gone') watchers.touchUserLater(userId)
      else watchers.touchUser(userId)
    },
    left: (userId) => lastSeen.left(userId),
  })
  const watchers = new Watchers({ database, clock, stateOf: (userId) => online.stateOf(userId), onError })
  const lastSeen = new LastSeen({
    database,
    clock,
    users,
    online,
    written: (userId) => watchers.touchUser(userId),
    onError,
  })
  const membersOnline = new MembersOnline({ database, access, users, online })
  const watched = new WatchedOnline({
    clock,
    publish,
    onError,
    hasSubscribers: (topic) => topics.hasSubscribers(topic),
    membersOnline: async (chatId) => (await membersOnline.findOnline(chatId)).userIds,
    membersAmong: (chatId, userIds) => membersOnline.filterMembers(chatId, online.filterOnline(userIds)),
  })
  // A change of a chat's members comes with one of its access.
  access.onInvalidated((chatId) => watched.membersChanged(chatId))
  const presence = new Presence({ database, clock, users, preferences, online, lastSeen, watchers, onError })
  const inChats = new ChatPresence({ database, access, presence, membersOnline, watched, charge })
  return { presence, online, inChats }
}
