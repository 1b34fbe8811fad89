import { AuditLog } from '../audit/audit-log'
import type { Bus } from '../bus/bus'
import type { Config } from '../config/config'
import { Friendships } from '../friends/friendships'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import { createModeration } from '../moderation/create-moderation'
import { NetworkBans } from '../networks/network-bans'
import { Registrations } from '../networks/registrations'
import { OwnPreferences } from '../preferences/own-preferences'
import { Sessions } from '../sessions/sessions'
import type { Database } from '../storage/database'
import { PeopleSearch } from '../users/people-search'
import { Users } from '../users/users'

export interface CreateSocialOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly config: Pick<Config, 'directChats' | 'rateLimits' | 'registration'>
  /** Left out for a single node. */
  readonly cluster?: object
}

/** People and the server's say about them, which all other domains use. */
export const createSocial = (options: CreateSocialOptions) => {
  const { database, config, cluster } = options
  const company: 'others' | 'alone' = cluster ? 'others' : 'alone'
  const users = new Users(options)
  const audit = new AuditLog({ database, users })
  const moderation = createModeration({ ...options, audit, company })
  const registrations = new Registrations()
  const preferences = new OwnPreferences()
  const friendships = new Friendships(config.directChats, preferences)
  const people = new PeopleSearch({ database, friendships })
  const sessions = new Sessions({ ...options, external: config.registration === 'external' })
  const bans = new NetworkBans({ database, audit, users, sessions })
  const social = { users, preferences, friendships, people, sessions }
  return { company, audit, moderation, registrations, bans, social }
}
