import { type RandomBytes, type RateName, rates, type UserId } from '@parley/protocol'
import { Accounts, type AccountsOptions } from './accounts/accounts'
import { Challenges } from './accounts/challenges'
import { CodeGuesses } from './accounts/code-guesses'
import { accountsHandlers } from './accounts/handlers'
import { LoginThrottle } from './accounts/login-throttle'
import { PasswordResets } from './accounts/password-resets'
import { type Argon2Cost, Passwords } from './accounts/passwords'
import { SetupCode } from './accounts/setup-code'
import { Admin } from './admin/admin'
import { adminHandlers } from './admin/handlers'
import { Settings } from './admin/settings'
import type { Blobs } from './blobs/blobs'
import type { Bus } from './bus/bus'
import type { Peers } from './bus/peers'
import { Channels } from './channels/channels'
import { channelHandlers } from './channels/handlers'
import { AccessCache } from './chats/access'
import { ChatChanges } from './chats/chat-changes'
import { ChatStates } from './chats/chat-states'
import { Chats } from './chats/chats'
import { chatHandlers } from './chats/handlers'
import { ReadCursors } from './chats/read-cursors'
import type { Config, Role } from './config'
import { Dispatch } from './dispatch/dispatch'
import { ForwardedCalls } from './dispatch/forwarded-calls'
import type { AllHandlers } from './dispatch/handler-table'
import { Refusals } from './dispatch/refusals'
import { createReport } from './dispatch/report'
import { Friends } from './friends/friends'
import { Friendships } from './friends/friendships'
import { friendsHandlers } from './friends/handlers'
import { Gateway, type GatewayOptions } from './gateway/gateway'
import { Interest } from './gateway/interest'
import { sessionHandlers } from './gateway/session-handlers'
import { Topics } from './gateway/topics'
import { createGroups } from './groups/build'
import { GroupMembers } from './groups/group-members'
import { groupHandlers } from './groups/handlers'
import { invitesHandlers } from './invites/handlers'
import { Invites } from './invites/invites'
import type { Clock } from './lib/clock'
import { errorFields, type Logger } from './lib/logger'
import { durationBuckets, type Metrics } from './lib/metrics'
import { noQuotas } from './lib/quota-bytes'
import { RateLimits } from './lib/rate-limits'
import { SampledLog } from './lib/sampled-log'
import { mediaHandlers } from './media/handlers'
import { createMediaParts, type MediaParts } from './media/media-parts'
import { MediaSweep } from './media/media-sweep'
import { createMessages } from './messages/build'
import { History } from './messages/history'
import { ReactionHistory } from './messages/reaction-history'
import { OwnPreferences } from './preferences/own-preferences'
import { createPresence } from './presence/create-presence'
import { Elsewhere } from './presence/elsewhere'
import { presenceHandlers } from './presence/handlers'
import type { Online } from './presence/online'
import type { Presence } from './presence/presence'
import { sessionsHandlers } from './sessions/handlers'
import { Sessions } from './sessions/sessions'
import type { Database } from './storage/database'
import { ChatDeltas } from './sync/chat-deltas'
import { Delivery } from './sync/delivery'
import { ChatFeed } from './sync/feed'
import { syncHandlers } from './sync/handlers'
import { Pull } from './sync/pull'
import { Quotas } from './usage/quotas'
import { usersHandlers } from './users/handlers'
import { PeopleSearch } from './users/people-search'
import { Users } from './users/users'
import { Housekeeping, type HousekeepingOptions } from './work/housekeeping'
import { Leases } from './work/leases'
import { Worker } from './work/worker'

export interface CoreOptions {
  readonly database: Database
  readonly bus: Bus
  readonly blobs: Blobs
  /** Where uploads are while they arrive. */
  readonly incoming: string
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly config: Pick<
    Config,
    | 'demo'
    | 'registration'
    | 'rateLimits'
    | 'quotas'
    | 'directChats'
    | 'retractWindowMs'
    | 'groupMembers'
    | 'channels'
    | 'fileBytes'
    | 'voiceMaxMs'
    | 'tiles'
    | 'mediaScan'
  >
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
  readonly random?: RandomBytes
  readonly passwordCost?: Argon2Cost
  /** What this node is among others; left out where it is the only one and does everything. */
  readonly cluster?: ClusterPlace
}

/** This node among others. */
export interface ClusterPlace {
  /** A name that is new with each start. */
  readonly node: string
  readonly peers: Peers
  readonly roles: readonly Role[]
}

/** Chats or members that a call looks through for one token of `rates.work`. */
const ROWS_PER_TOKEN = 16

/** The whole service without its sockets: what every transport talks to, built in one place. */
export const createCore = (options: CoreOptions) => {
  const { database, bus, clock, logger, random, config, cluster } = options
  const chance = random ? { random } : {}
  const { directChats } = config
  const limiter = new RateLimits<RateName>({ clock, rates: config.rateLimits ? rates : unlimited })
  const charge = (userId: UserId, rows: number) => limiter.charge('work', userId, rows / ROWS_PER_TOKEN)
  const preferences = new OwnPreferences()
  const friendships = new Friendships(directChats, preferences)
  const users = new Users({ database })
  const people = new PeopleSearch({ database, friendships })
  const sessions = new Sessions({ database, logger })
  const access = new AccessCache(database)
  const [history, reactions, members] = [new History(), new ReactionHistory(), new GroupMembers()]
  const topics = new Topics(bus)
  const present = createPresence({ clock, database, logger, users, preferences, topics, access })
  const { presence, online } = present
  const changes = new ChatChanges({ history, users, access, ...chance })
  const quotas = new Quotas({ database, logger, quotas: config.rateLimits ? config.quotas : noQuotas })
  const parts = { database, bus, access, changes, users, friendships }
  const chats = new Chats({ ...parts, ...present, preferences, directChats, charge, ...chance })
  const friends = new Friends({ database, users, chats, preferences })
  const channels = new Channels({ database, changes, access, users, makers: config.channels })
  const mayUpload = (userId: UserId) => limiter.take('upload', userId)
  const pictures = createMediaParts({
    ...options,
    ...{ access, quotas, mayUpload, charge, limits: config, scan: config.mediaScan },
    company: cluster ? 'others' : 'alone',
  })
  const { media } = pictures
  const cursors = new ReadCursors({ database, bus, access, preferences })
  const rows = { history, members, reactions, cursors }
  const deltas = new ChatDeltas({ ...parts, ...rows })
  const settings = new Settings({ registration: options.config.registration })
  const groups = createGroups({ ...parts, media, maxMembers: config.groupMembers })
  const invites = new Invites({ database, friends, links: groups.links, guesses: new CodeGuesses(database) })
  const accounts = createAccounts(options, { users, preferences, sessions, chats, invites, settings, media })
  const { resets } = accounts.parts
  const admin = new Admin({ database, settings, users, sessions, channels, resets, logger })
  const handlers = {
    session: sessionHandlers({ database, sessions, users, clock, ...config }),
    accounts: accounts.handlers,
    sessions: sessionsHandlers(sessions),
    users: usersHandlers(users, people),
    friends: friendsHandlers(friends),
    groups: groupHandlers(groups),
    channels: channelHandlers(channels),
    chats: chatHandlers({ chats, cursors, states: new ChatStates({ database, access }), deltas }),
    messages: createMessages({
      ...options,
      ...pictures,
      ...parts,
      people,
      cursors,
      reactions,
      members,
      charge,
      quotas,
    }),
    media: mediaHandlers(media),
    presence: presenceHandlers(presence),
    sync: syncHandlers(new Pull({ ...parts, ...rows, deltas, sessions, preferences, charge })),
    invites: invitesHandlers(invites),
    admin: adminHandlers(admin),
  }
  const running = createCalls(options, { handlers, users, limiter, quotas })
  const gateway = createGateway(options, { ...running, sessions, chats, presence, topics, limiter, charge })
  const delivery = createDelivery(options, { access, history, members, reactions, users, sessions, topics, presence })
  const worker = createWorker(options, { sessions, invites, ...accounts.parts })
  const interest = new Interest({ bus, clock, connections: () => gateway.all() })
  const elsewhere = cluster && createElsewhere(options, { node: cluster.node, online, presence, delivery })
  if (elsewhere) online.useOthers(elsewhere)
  return {
    ...running,
    ...{ gateway, topics, delivery, users, sessions, admin, online, pictures, worker },
    ...accounts.parts,
    ...startAndStop(options, { delivery, gateway, interest, elsewhere, presence, worker, pictures }),
  }
}
export type Core = ReturnType<typeof createCore>

interface RunningParts {
  readonly delivery: Delivery
  readonly gateway: Gateway
  readonly interest: Interest
  readonly elsewhere: Elsewhere | undefined
  readonly presence: Presence
  readonly worker: Worker
  readonly pictures: MediaParts
}

/** What goes on by itself; connections are the gateway's to end. */
const startAndStop = ({ cluster }: CoreOptions, parts: RunningParts) => {
  const { delivery, gateway, interest, elsewhere, presence, worker, pictures } = parts
  return {
    start: () => {
      delivery.start()
      gateway.start()
      if (cluster) interest.start()
      elsewhere?.start()
      pictures.scans?.start()
      if (!cluster || cluster.roles.includes('worker')) worker.start()
    },
    stop: async () => {
      await worker.stop()
      await pictures.scans?.stop()
      await pictures.pictures.stop()
      await presence.stop()
      elsewhere?.stop()
      interest.stop()
      delivery.stop()
    },
  }
}

/** How people come in. */
const createAccounts = (
  { clock, config, database, logger, passwordCost }: CoreOptions,
  parts: Omit<
    AccountsOptions,
    'database' | 'demo' | 'passwords' | 'challenges' | 'guesses' | 'resets' | 'throttle' | 'setupCode'
  >,
) => {
  const setupCode = new SetupCode(database)
  const passwords = new Passwords(passwordCost)
  const challenges = new Challenges({ database, clock, required: config.rateLimits })
  const throttle = new LoginThrottle({ database, challenges })
  const guesses = new CodeGuesses(database)
  const resets = new PasswordResets({ database, sessions: parts.sessions, passwords, guesses, logger })
  const own = { database, demo: config.demo, passwords, challenges, guesses, resets, throttle, setupCode }
  return {
    handlers: accountsHandlers(new Accounts({ ...own, ...parts }), resets),
    parts: { setupCode, passwords, challenges, throttle, resets },
  }
}

type GatewayParts = Pick<GatewayOptions, 'calls' | 'refusals' | 'sessions' | 'presence' | 'topics' | 'charge'> & {
  readonly chats: Chats
  readonly limiter: RateLimits<RateName>
}

const createGateway = ({ clock, config, metrics, random }: CoreOptions, parts: GatewayParts): Gateway => {
  const { calls, refusals, sessions, chats, presence, topics, charge, limiter } = parts
  return new Gateway({
    ...{ calls, refusals, sessions, presence, topics, charge, clock, metrics },
    take: (userId) => limiter.take('session', userId) || limiter.take('work', userId),
    subscriptionsOf: (userKey) => chats.subscriptionsOf(userKey),
    boundsStrangers: config.rateLimits,
    ...(random ? { random } : {}),
  })
}

interface CallParts {
  readonly handlers: AllHandlers
  readonly users: Users
  readonly limiter: RateLimits<RateName>
  readonly quotas: Quotas
}

/** What runs calls here, and where this node's connections have theirs run. */
const createCalls = (options: CoreOptions, { handlers, users, limiter, quotas }: CallParts) => {
  const { clock, cluster, elapsed, logger, metrics } = options
  const sampled = new SampledLog({ logger, clock })
  const refusals = new Refusals({ limiter, metrics })
  const report = createReport({ logger, sampled, metrics })
  const isAdmin = (userKey: number) => users.isAdmin(userKey)
  const dispatch = new Dispatch({ handlers, limiter, quotas, isAdmin, report, elapsed })
  const forwards = cluster && !cluster.roles.includes('api')
  const calls = forwards ? new ForwardedCalls({ here: dispatch, peers: cluster.peers }) : dispatch
  return { dispatch, calls, refusals, sampled }
}

const unlimited = Object.fromEntries(Object.keys(rates).map((name) => [name, null])) as Record<RateName, null>

interface DeliveryParts {
  readonly access: AccessCache
  readonly history: History
  readonly members: GroupMembers
  readonly reactions: ReactionHistory
  readonly users: Users
  readonly sessions: Sessions
  readonly topics: Topics
  readonly presence: Presence
}

const createDelivery = (options: CoreOptions, parts: DeliveryParts): Delivery => {
  const { cluster, database, bus, clock, elapsed, logger, metrics } = options
  const { access, history, members, reactions, users, sessions, topics, presence } = parts
  const sweeps = metrics.histogram({
    name: 'parley_sweep_seconds',
    help: 'One look for everything that moved lately.',
    buckets: durationBuckets,
  })
  const delivery = new Delivery({
    ...{ bus, audience: topics, clock },
    feed: new ChatFeed({ database, access, history, members, reactions, users }),
    memory: {
      forgetAccess: (chatId) => access.invalidate(chatId),
      forgetSessions: (userId) => sessions.forgetUser(userId),
      presenceMoved: (userId, origin) => presence.moved(userId, origin),
    },
    databaseNow: () => database.now(),
    company: cluster ? 'others' : 'alone',
    onError: (error) => logger.error('delivery failed', errorFields(error)),
    elapsed,
    onSwept: (tookMs) => sweeps.observe(tookMs / 1_000),
  })
  sessions.trustMemoryWhile(() => delivery.knowsEnded)
  return delivery
}

/** What a lease lasts without being renewed: after this time another node goes on with the work of one that died. */
const LEASE_MS = 30_000
/** Nobody else wants it: renewing it costs a write each time. */
const LEASE_ALONE_MS = 2 * 3_600_000

const createWorker = (
  { blobs, cluster, database, clock, logger }: CoreOptions,
  parts: Pick<HousekeepingOptions, 'sessions' | 'invites' | 'challenges' | 'throttle' | 'resets'>,
): Worker => {
  const leases = new Leases({ database, node: cluster?.node ?? 'alone', lastsMs: cluster ? LEASE_MS : LEASE_ALONE_MS })
  const jobs = [new Housekeeping({ database, leases, ...parts }), new MediaSweep({ database, leases, blobs })]
  return new Worker({ leases, jobs, clock, logger })
}

interface ElsewhereParts {
  readonly node: string
  readonly online: Online
  readonly presence: Presence
  readonly delivery: Delivery
}

/** A node that is gone may have died between a commit and its publishing. */
const createElsewhere = (
  { bus, clock }: CoreOptions,
  { node, online, presence, delivery }: ElsewhereParts,
): Elsewhere =>
  new Elsewhere({
    ...{ bus, clock, node },
    here: () => online.here(),
    changed: (userId, now) => online.changedElsewhere(userId, now),
    nodeGone: (userIds) => {
      delivery.sweepSoon(0)
      presence.lost(userIds)
    },
  })
