import type { AccountParts } from '../accounts/create-accounts'
import { eraseSteps } from '../accounts/erase-steps'
import { Erasure } from '../accounts/erasure'
import type { createWaves } from '../admin/waves/create-waves'
import type { AuditLog } from '../audit/audit-log'
import type { Blobs } from '../blobs/blobs'
import { ChannelErasing } from '../channels/channel-erasing'
import type { createChats } from '../chats/create-chats'
import { readNicknames } from '../chats/nicknames'
import type { ExportParts } from '../exports/create-exports'
import { exportIds } from '../exports/export-ids'
import { ExportSweep } from '../exports/export-sweep'
import { readRemarks } from '../friends/store'
import type { createGroups } from '../groups/create-groups'
import type { Invites } from '../invites/invites'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { createMedia } from '../media/create-media'
import { MediaSweep } from '../media/media-sweep'
import type { ModerationParts } from '../moderation/create-moderation'
import type { NetworkBans } from '../networks/network-bans'
import type { Registrations } from '../networks/registrations'
import type { ReportParts } from '../reports/create-reports'
import type { ServiceParts } from '../service/create-service'
import type { Sessions } from '../sessions/sessions'
import type { Database } from '../storage/database'
import { readNames } from '../users/user-rows'
import type { Users } from '../users/users'
import { Housekeeping } from '../work/housekeeping'
import { Leases } from '../work/leases'
import { Worker } from '../work/worker'

export interface WorkerOptions {
  readonly database: Database
  readonly blobs: Blobs
  readonly clock: Clock
  readonly logger: Logger
  /** The name of this node among others; left out for a single node. */
  readonly cluster?: { readonly node: string }
}

/** The domains with background work. */
export interface WorkingParts {
  readonly accounts: AccountParts
  readonly audit: AuditLog
  readonly bans: NetworkBans
  readonly chats: ReturnType<typeof createChats>
  readonly exports: ExportParts
  readonly groups: ReturnType<typeof createGroups>
  readonly invites: Invites
  readonly leases: Leases
  readonly media: ReturnType<typeof createMedia>
  readonly moderation: ModerationParts
  readonly registrations: Registrations
  readonly reports: ReportParts
  readonly service: ServiceParts
  readonly sessions: Sessions
  readonly users: Users
  readonly waves: ReturnType<typeof createWaves>
}

/** The duration of a lease without renewal. Afterwards another node continues the work of a dead one. */
const LEASE_MS = 30_000
/** No other node needs it, and each renewal costs a write. */
const LEASE_ALONE_MS = 2 * 3_600_000

/** The leases of this node. */
export const createLeases = ({ cluster, database }: Pick<WorkerOptions, 'cluster' | 'database'>): Leases =>
  new Leases({ database, node: cluster?.node ?? 'alone', lastsMs: cluster ? LEASE_MS : LEASE_ALONE_MS })

/** The background work of the whole installation. */
export const createWorker = ({ blobs, database, clock, logger }: WorkerOptions, domains: WorkingParts) => {
  const { leases, sessions, invites, users } = domains
  const { challenges, closing, recovery, requests, reservedNames, resets, secondFactors, secondSteps, throttle } =
    domains.accounts
  const housekeeping = new Housekeeping({
    database,
    leases,
    steps: [
      (tx, old) => sessions.removeEnded(tx, old),
      (tx, old) => invites.removeOld(tx, old),
      (tx, { limit }) => challenges.removeOld(tx, limit),
      (tx, { limit }) => throttle.removeOld(tx, limit),
      (tx, { limit }) => resets.removeOld(tx, limit),
      (tx, { limit }) => recovery.removeOld(tx, limit),
      (tx, { limit }) => requests.removeOld(tx, limit),
      (tx, { limit }) => secondFactors.removeOld(tx, limit),
      (tx, { limit }) => secondSteps.removeOld(tx, limit),
      (tx, { limit }) => domains.accounts.providers.flows.removeOld(tx, limit),
      (tx, { limit }) => domains.audit.removeOld(tx, limit),
      (tx, { limit }) => domains.reports.reports.removeOld(tx, limit),
      (tx, { limit }) => domains.registrations.removeOld(tx, limit),
      (tx, { limit }) => domains.bans.removeOld(tx, limit),
      (tx, { limit }) => domains.moderation.brake.removeOld(tx, limit),
      (tx, { limit }) => domains.service.tokens.endLeft(tx, limit),
      (tx, old) => domains.service.tokens.removeEnded(tx, old),
      (tx, { limit }) => domains.service.signIns.removeOld(tx, limit),
      (tx, { limit }) => readNames(tx.db, limit),
      (tx, { limit }) => readRemarks(tx.db, limit),
      (tx, { limit }) => readNicknames(tx.db, limit),
      (tx, old) => domains.waves.waves.removeOld(tx, old),
    ],
  })
  const steps = eraseSteps({
    users,
    sessions,
    resets,
    emails: domains.accounts.emails,
    secondFactors,
    ownPasskeys: domains.accounts.ownPasskeys,
    identities: domains.accounts.providers.own,
    audit: domains.audit,
    reports: domains.reports.reports,
    registrations: domains.registrations,
    brake: domains.moderation.brake,
    externalUsers: domains.service.externalUsers,
    waves: domains.waves.waves,
    exports: domains.exports.exports,
    media: domains.media.media,
    chats: domains.chats.erasing,
    groups: domains.groups.erasing,
    channels: new ChannelErasing({ changes: domains.chats.changes, users }),
  })
  const { media } = domains.media
  const erasure = new Erasure({ database, leases, closing, reservedNames, throttle, media, steps, logger })
  const mediaSweep = new MediaSweep({ database, leases, blobs, logger, idsOfOthers: exportIds })
  const jobs = [housekeeping, erasure, mediaSweep, new ExportSweep({ database, leases, blobs, logger })]
  return { erasure, worker: new Worker({ leases, jobs, clock, logger }) }
}
