import { type RandomBytes, type RateName, rates, type UserId } from '@parley/protocol'
import type { Settlers } from './accounts/closing'
import { createAccounts } from './accounts/create-accounts'
import { accountsHandlers } from './accounts/handlers'
import type { Argon2Cost } from './accounts/passwords'
import { Admin } from './admin/admin'
import { createHealth } from './admin/create-health'
import { Exemptions } from './admin/exemptions'
import { adminHandlers, exemptionHandlers, healthHandlers } from './admin/handlers'
import { MailStatus } from './admin/mail-status'
import type { NodeListOptions } from './admin/node-list'
import { passkeyHandlers } from './admin/passkeys/handlers'
import { PasskeyAdmin } from './admin/passkeys/passkey-admin'
import { createWaves } from './admin/waves/create-waves'
import { waveHandlers } from './admin/waves/handlers'
import { CodeGuesses } from './attempts/code-guesses'
import type { Blobs } from './blobs/blobs'
import type { Bus } from './bus/bus'
import type { Peers } from './bus/peers'
import { Channels } from './channels/channels'
import { channelsHandlers } from './channels/handlers'
import { createChats } from './chats/create-chats'
import { chatsHandlers } from './chats/handlers'
import type { Role } from './config/config'
import type { CoreConfig } from './core/core-config'
import { createActs } from './core/create-acts'
import { createSocial } from './core/create-social'
import { createLeases, createWorker } from './core/create-worker'
import { createCalls } from './dispatch/create-calls'
import type { AllHandlers } from './dispatch/handler-table'
import { createExports } from './exports/create-exports'
import { exportsHandlers } from './exports/handlers'
import { Friends } from './friends/friends'
import { friendsHandlers } from './friends/handlers'
import { Gateway } from './gateway/gateway'
import { sessionHandlers } from './gateway/session-handlers'
import { SharedBound } from './gateway/shared-bound'
import { SubscriptionRecount } from './gateway/subscription-recount'
import { Topics } from './gateway/topics'
import { createGroups } from './groups/create-groups'
import { groupsHandlers } from './groups/handlers'
import { invitesHandlers } from './invites/handlers'
import { Invites } from './invites/invites'
import type { Clock } from './lib/clock'
import type { Logger } from './lib/logger'
import type { Metrics } from './lib/metrics'
import { noQuotas } from './lib/quota-bytes'
import { RateLimits } from './lib/rate-limits'
import { createMail } from './mail/create-mail'
import { noteCleared } from './media/cleared'
import { createMedia } from './media/create-media'
import { mediaHandlers } from './media/handlers'
import { createMessages } from './messages/create-messages'
import { messagesHandlers } from './messages/handlers'
import { History } from './messages/history'
import { ReactionHistory } from './messages/reaction-history'
import { limitsHandlers } from './moderation/handlers'
import { networkHandlers } from './networks/handlers'
import { createPresence } from './presence/create-presence'
import { chatsPresenceHandlers, presenceHandlers } from './presence/handlers'
import { RemotePresence } from './presence/remote-presence'
import { createReports } from './reports/create-reports'
import { reportsHandlers } from './reports/handlers'
import { createService } from './service/create-service'
import { exchangeHandlers, serviceHandlers, tokenHandlers } from './service/handlers'
import { sessionsHandlers } from './sessions/handlers'
import type { Database } from './storage/database'
import type { Memory } from './sync/audience'
import { createSync } from './sync/create-sync'
import { chatsChangesHandlers, syncHandlers } from './sync/handlers'
import { Quotas } from './usage/quotas'
import { usersHandlers } from './users/handlers'
import type { Worker } from './work/worker'

export interface CoreOptions {
  readonly database: Database
  readonly bus: Bus
  readonly blobs: Blobs
  /** Where uploads are while they arrive. */
  readonly incoming: string
  /** Where mails lie without a mail server. */
  readonly mailDirectory: string
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  readonly config: CoreConfig
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
  readonly random?: RandomBytes
  readonly passwordCost?: Argon2Cost
  /** Origins under which others on its networks reach this node; left out where it doesn't listen. */
  readonly networkOrigins?: () => readonly string[]
  /** The running nodes; left out in tests. */
  readonly nodes?: NodeListOptions['nodes']
  /** This node's place among others; left out for a single node with all roles. */
  readonly cluster?: ClusterPlace
}

/** This node among others. */
export interface ClusterPlace {
  /** A name that is new with each start. */
  readonly node: string
  readonly peers: Peers
  readonly roles: readonly Role[]
}

/** The whole service without its sockets: what every transport talks to. Read from here: each step uses earlier ones. */
export const createCore = (options: CoreOptions) => {
  const { bus, clock, cluster, elapsed } = options
  const allowances = createAllowances(options)
  const topics = new Topics(bus)
  const domains = createDomains(options, { ...allowances, topics })
  const { users, sessions, admin, media, accounts, presence, sync } = domains
  const calls = createCalls({
    ...options,
    ...allowances,
    handlers: createHandlers(options, domains),
    isAdmin: (userKey) => users.isAdmin(userKey),
    elapsed,
    forwardTo: cluster && !cluster.roles.includes('api') ? cluster.peers : undefined,
  })
  const sharedBound = cluster && new SharedBound({ bus, clock, node: cluster.node, topics })
  const gateway = createGateway(options, { ...domains, ...calls, ...allowances, topics, sharedBound })
  const recount = new SubscriptionRecount({ bus, clock, connections: () => gateway.all() })
  const remotePresence = cluster && createRemotePresence(options, cluster.node, domains)
  const { worker, erasure } = createWorker(options, domains)
  return {
    ...calls,
    gateway,
    topics,
    users,
    sessions,
    serviceTokens: domains.service.tokens,
    admin,
    passkeyAdmin: domains.passkeyAdmin,
    media,
    worker,
    erasure,
    waves: domains.waves.work,
    exports: domains.exports,
    online: presence.online,
    delivery: sync.delivery,
    limiter: allowances.limiter,
    settings: accounts.settings,
    setupCode: accounts.setupCode,
    passwords: accounts.passwords,
    challenges: accounts.challenges,
    throttle: accounts.throttle,
    resets: accounts.resets,
    recovery: accounts.recovery,
    mail: domains.mail,
    reports: domains.reports,
    providers: accounts.providers,
    bans: domains.bans,
    ...startAndStop(options, { ...domains, gateway, recount, remotePresence, sharedBound, worker }),
  }
}
export type Core = ReturnType<typeof createCore>

const unlimited = Object.fromEntries(Object.keys(rates).map((name) => [name, null])) as Record<RateName, null>
/** Chats or members that a call looks through for one token of `rates.work`. */
const ROWS_PER_TOKEN = 16

/** The work and the storage that accounts may use. */
const createAllowances = ({ clock, config, database, logger }: CoreOptions) => {
  const limiter = new RateLimits<RateName>({ clock, rates: config.rateLimits ? rates : unlimited })
  const charge = (userId: UserId, rows: number) => limiter.charge('work', userId, rows / ROWS_PER_TOKEN)
  const quotas = config.rateLimits ? config.quotas : noQuotas
  return { limiter, charge, quotas: new Quotas({ database, logger, quotas, charge }) }
}

type Foundation = ReturnType<typeof createAllowances> & { readonly topics: Topics }

/** All domains, the ones that others use first. */
const createDomains = (options: CoreOptions, foundation: Foundation) => {
  const { database, config } = options
  const { topics } = foundation
  const { company, audit, moderation, registrations, bans, social } = createSocial(options)
  const { users, people, sessions, friendships } = social

  const history = new History()
  const reactions = new ReactionHistory()
  const { directChats } = config
  const chats = createChats({ ...options, ...social, systemMessages: history, noteCleared, directChats })
  const { access, changes, cursors } = chats
  const context = { ...options, ...foundation, ...social, ...moderation, audit, company }
  const shared = { ...context, history, reactions, access, changes, cursors }

  const presence = createPresence(shared)
  const media = createMedia({ ...shared, limits: config, scan: config.mediaScan, keptFree: config.keptFree })
  const groups = createGroups({ ...shared, media: media.media, maxMembers: config.groupMembers })
  const { members } = groups
  const channels = new Channels({ ...shared, makers: config.channels })
  const friends = new Friends({ ...shared, chats: chats.chats })
  const messages = createMessages({ ...shared, ...media, members })

  const invites = new Invites({ database, friends, groups: groups.links, guesses: new CodeGuesses(database) })
  const settlers: Settlers = {
    ownership: (tx, user, after) => groups.ownership.passNext(tx, user, after),
    directChats: (tx, user, after) => chats.peerClosing.settleNext(tx, user, after),
  }
  const { exchange, restoreMs } = config
  const leases = createLeases(options)
  const mail = createMail(options)
  const entering = { ...shared, chats: chats.chats, media: media.media, invites, registrations, bans, leases }
  const accounts = createAccounts({ ...entering, mail, settlers, restoreMs })
  const service = createService({ ...entering, ...accounts, exchange })
  const mailStatus = new MailStatus({ ...shared, mail, settings: accounts.settings })
  const networkOrigins = options.networkOrigins ?? (() => [])
  const admin = new Admin({ ...shared, ...accounts, channels, registrations, networkOrigins })
  const passkeyAdmin = new PasskeyAdmin({ ...shared, ...accounts })
  const health = createHealth(shared)
  const exemptions = new Exemptions({ database, audit, brake: moderation.brake })
  const reports = createReports({
    ...{ ...shared, admin, groups, channels },
    ...{ messages: messages.changes, held: media.held },
  })

  const { withdrawing } = messages
  const waves = createWaves({ ...shared, leases, withdrawing, registrations })
  const exports = createExports({ ...shared, ...accounts, addresses: media.addresses, leases })

  const memory: Memory = {
    forgetAccess: (chatId) => access.invalidateChat(chatId),
    forgetSessions: (userId) => sessions.forgetUser(userId),
    presenceMoved: (userId, origin) => presence.presence.moved(userId, origin),
  }
  const sync = createSync({ ...shared, audience: topics, members, memory })
  sessions.trustMemoryWhile(() => sync.delivery.knowsEnded)
  const talks = {
    chats,
    friendships,
    groups,
    channels,
    messages,
    media,
    reports,
    presence,
    sync,
    moderation,
    exemptions,
  }
  return {
    users,
    people,
    sessions,
    friends,
    invites,
    accounts,
    admin,
    audit,
    registrations,
    bans,
    service,
    leases,
    waves,
    exports,
    mail,
    mailStatus,
    health,
    passkeyAdmin,
    ...talks,
  }
}

type Domains = ReturnType<typeof createDomains>

/** The handler of every method of the contract. */
const createHandlers = ({ clock, config, database }: CoreOptions, domains: Domains): AllHandlers => {
  const { users, sessions, chats, presence, sync } = domains
  return {
    session: sessionHandlers({ ...config, database, sessions, users, clock, moderation: domains.moderation }),
    accounts: {
      ...accountsHandlers(domains.accounts),
      ...exportsHandlers(domains.exports),
      ...exchangeHandlers(domains.service),
    },
    sessions: sessionsHandlers(sessions),
    users: usersHandlers(users, domains.people),
    friends: friendsHandlers(domains.friends),
    groups: groupsHandlers(domains.groups),
    channels: channelsHandlers(domains.channels),
    chats: {
      ...chatsHandlers(chats),
      ...chatsPresenceHandlers(presence.inChats),
      ...chatsChangesHandlers(sync.deltas),
    },
    messages: messagesHandlers(domains.messages),
    media: mediaHandlers(domains.media.media),
    presence: presenceHandlers(presence.presence),
    sync: syncHandlers(sync.pull),
    invites: invitesHandlers(domains.invites),
    reports: reportsHandlers(domains.reports),
    admin: {
      ...adminHandlers({ ...domains, ...domains.accounts, mail: domains.mailStatus }),
      ...limitsHandlers(domains.moderation),
      ...healthHandlers(domains.health),
      ...exemptionHandlers(domains.exemptions),
      ...networkHandlers(domains.bans),
      ...passkeyHandlers(domains.passkeyAdmin),
      ...waveHandlers(domains.waves.waves),
      ...tokenHandlers(domains.service),
    },
    service: serviceHandlers({ ...domains.service, ...createActs({ config, database }, domains) }),
  }
}

type GatewayParts = Pick<Domains, 'sessions' | 'chats' | 'presence'> &
  Pick<ReturnType<typeof createCalls>, 'calls' | 'refusals'> &
  Pick<Foundation, 'topics' | 'limiter' | 'charge'> & { readonly sharedBound: SharedBound | undefined }

const createGateway = ({ clock, config, logger, metrics, random }: CoreOptions, parts: GatewayParts): Gateway => {
  const { calls, refusals, sessions, sharedBound, chats, presence, topics, limiter, charge } = parts
  return new Gateway({
    calls,
    refusals,
    sessions,
    topics,
    sharedBound,
    charge,
    clock,
    logger,
    metrics,
    presence: presence.presence,
    take: (userId) => limiter.take('session', userId) || limiter.take('work', userId),
    subscriptionsOf: (userKey) => chats.chats.subscriptionsOf(userKey),
    boundsStrangers: config.rateLimits,
    ...(random ? { random } : {}),
  })
}

/** A node that is gone may have died between a commit and its publishing. */
const createRemotePresence = (
  { bus, clock }: CoreOptions,
  node: string,
  { presence: { online, presence }, sync: { delivery } }: Pick<Domains, 'presence' | 'sync'>,
): RemotePresence => {
  const remote = new RemotePresence({
    bus,
    clock,
    node,
    here: () => online.usersHere(),
    changed: (userId, now) => online.changedRemotely(userId, now),
    nodeGone: (userIds) => {
      delivery.sweepSoon(0)
      presence.lost(userIds)
    },
  })
  online.useRemoteUsers(remote)
  return remote
}

interface RunningParts
  extends Pick<Domains, 'accounts' | 'exports' | 'mail' | 'media' | 'moderation' | 'presence' | 'sync' | 'waves'> {
  readonly gateway: Gateway
  readonly recount: SubscriptionRecount
  readonly remotePresence: RemotePresence | undefined
  readonly sharedBound: SharedBound | undefined
  readonly worker: Worker
}

/** Background activities; the gateway ends connections. */
const startAndStop = ({ cluster }: CoreOptions, parts: RunningParts) => {
  const { gateway, recount, remotePresence, sharedBound, worker, exports, mail, media, presence, sync, waves } = parts
  const { rules, brake } = parts.moderation
  return {
    start: () => {
      rules.start()
      brake.start()
      sync.delivery.start()
      gateway.start()
      if (cluster) recount.start()
      remotePresence?.start()
      sharedBound?.start()
      media.scans?.start()
      if (!cluster || cluster.roles.includes('worker')) {
        worker.start()
        waves.work.start()
        exports.work.start()
        parts.accounts.providers.watch.start()
      }
    },
    stop: async () => {
      rules.stop()
      brake.stop()
      await worker.stop()
      await waves.work.stop()
      await exports.work.stop()
      await parts.accounts.providers.watch.stop()
      await mail.queue.stop()
      await media.scans?.stop()
      await media.pictures.stop()
      await presence.presence.stop()
      remotePresence?.stop()
      sharedBound?.stop()
      recount.stop()
      sync.delivery.stop()
    },
  }
}
