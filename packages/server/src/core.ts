import { type RandomBytes, type RateName, rates } from '@parley/protocol'
import { Accounts } from './accounts/accounts'
import { accountsHandlers } from './accounts/handlers'
import { LoginThrottle } from './accounts/login-throttle'
import { type Argon2Cost, Passwords } from './accounts/passwords'
import { SetupCode } from './accounts/setup-code'
import { Admin } from './admin/admin'
import { adminHandlers } from './admin/handlers'
import { Settings } from './admin/settings'
import type { Bus } from './bus/bus'
import { Channels } from './channels/channels'
import { channelHandlers } from './channels/handlers'
import { AccessCache } from './chats/access'
import { ChatChanges } from './chats/chat-changes'
import { Chats } from './chats/chats'
import { chatHandlers } from './chats/handlers'
import type { Config } from './config'
import { Dispatch } from './dispatch/dispatch'
import { createReport } from './dispatch/report'
import { Gateway } from './gateway/gateway'
import { sessionHandlers } from './gateway/session-handlers'
import { Topics } from './gateway/topics'
import { GroupMembers } from './groups/group-members'
import { Groups } from './groups/groups'
import { groupHandlers } from './groups/handlers'
import { invitesHandlers } from './invites/handlers'
import { Invites } from './invites/invites'
import type { Clock } from './lib/clock'
import { errorFields, type Logger } from './lib/logger'
import type { Metrics } from './lib/metrics'
import { RateLimits } from './lib/rate-limits'
import { messageHandlers } from './messages/handlers'
import { History } from './messages/history'
import { Messages } from './messages/messages'
import { Online } from './presence/online'
import { sessionsHandlers } from './sessions/handlers'
import { Sessions } from './sessions/sessions'
import type { Database } from './storage/database'
import { ChatDeltas } from './sync/chat-deltas'
import { Delivery } from './sync/delivery'
import { ChatFeed } from './sync/feed'
import { syncHandlers } from './sync/handlers'
import { Pull } from './sync/pull'
import { usersHandlers } from './users/handlers'
import { Users } from './users/users'

export interface CoreOptions {
  readonly database: Database
  readonly bus: Bus
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly config: Pick<Config, 'registration' | 'rateLimits'>
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
  readonly random?: RandomBytes
  readonly passwordCost?: Argon2Cost
}

/** The whole service without its sockets: what every transport talks to, built in one place. */
export const createCore = (options: CoreOptions) => {
  const { database, bus, clock, logger, metrics, random } = options
  const chance = random ? { random } : {}
  const users = new Users({ database })
  const sessions = new Sessions({ database, logger })
  const access = new AccessCache(database)
  const history = new History()
  const members = new GroupMembers()
  const online = new Online({ bus, clock })
  const changes = new ChatChanges({ history, users, access, ...chance })
  const chats = new Chats({ database, bus, access, changes, users, online, ...chance })
  const channels = new Channels({ database, changes })
  const deltas = new ChatDeltas({ database, access, history, members, users })
  const settings = new Settings({ registration: options.config.registration })
  const setupCode = new SetupCode(database)
  const invites = new Invites({ database, chats })
  const admin = new Admin({ database, settings, users, sessions, channels })
  const passwords = new Passwords(options.passwordCost)
  const throttle = new LoginThrottle(clock)
  const handlers = {
    session: sessionHandlers({ database, sessions, users, clock }),
    accounts: accountsHandlers(
      new Accounts({ database, users, sessions, chats, invites, settings, setupCode, passwords, throttle }),
    ),
    sessions: sessionsHandlers(sessions),
    users: usersHandlers(users),
    groups: groupHandlers(new Groups({ database, changes, access, users })),
    channels: channelHandlers(channels),
    chats: chatHandlers(chats, deltas),
    messages: messageHandlers(new Messages({ database, access, users })),
    sync: syncHandlers(new Pull({ database, access, deltas, users, sessions })),
    invites: invitesHandlers(invites),
    admin: adminHandlers(admin),
  }
  const limiter = new RateLimits<RateName>({ clock, rates: options.config.rateLimits ? rates : unlimited })
  const report = createReport(logger, metrics)
  const isAdmin = (userKey: number) => users.isAdmin(userKey)
  const dispatch = new Dispatch({ handlers, limiter, isAdmin, report, elapsed: options.elapsed })
  const topics = new Topics()
  const gateway = new Gateway({ dispatch, sessions, chats, online, topics, clock, ...chance })
  const onError = (error: unknown) => logger.error('delivery failed', errorFields(error))
  const feed = new ChatFeed({ database, access, history, members })
  const delivery = new Delivery({ bus, audience: topics, feed, clock, onError })
  return { dispatch, gateway, topics, delivery, users, sessions, setupCode, admin, online, passwords, throttle }
}
export type Core = ReturnType<typeof createCore>

const unlimited = Object.fromEntries(Object.keys(rates).map((name) => [name, null])) as Record<RateName, null>
