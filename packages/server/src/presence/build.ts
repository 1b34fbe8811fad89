import type { AccessCache } from '../chats/access'
import type { Clock } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { Database } from '../storage/database'
import type { Audience } from '../sync/audience'
import { Online } from './online'
import { WatchedOnline } from './watched-online'

export interface OnlinePartsOptions {
  readonly database: Database
  readonly clock: Clock
  readonly logger: Logger
  readonly topics: Pick<Audience, 'publish' | 'hasSubscribers'>
  readonly access: AccessCache
}

/** Who is online, and telling it to those who watch; a change of a chat's members comes with one of its access. */
export const createOnline = ({ database, clock, logger, topics, access }: OnlinePartsOptions) => {
  const publish = (topic: string, frame: string) => topics.publish(topic, frame)
  const online: Online = new Online({ clock, publish, changed: (userId) => watched.changed(userId) })
  const watched = new WatchedOnline({
    ...{ clock, publish },
    hasSubscribers: (topic) => topics.hasSubscribers(topic),
    members: (chatId) => database.read((db) => access.memberIds(db, chatId)),
    countAmong: (userIds) => online.among(userIds).count,
    onError: (error) => logger.error('counting who is online failed', errorFields(error)),
  })
  access.onInvalidated((chatId) => watched.membersChanged(chatId))
  return { online, watched }
}
