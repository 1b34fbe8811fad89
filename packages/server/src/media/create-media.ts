import type { RateName, UserId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { ChatAccess } from '../chats/access'
import type { MediaScan } from '../config/scan-address'
import type { Clock } from '../lib/clock'
import type { FreeSpace } from '../lib/free-space'
import type { Logger } from '../lib/logger'
import type { RateLimits } from '../lib/rate-limits'
import type { Database } from '../storage/database'
import type { Quotas } from '../usage/quotas'
import { Addresses } from './addresses'
import { Claims } from './claims'
import { HeldMedia } from './held-media'
import { Media, type MediaLimits } from './media'
import { Pictures } from './pictures'
import { ReleasedBytes } from './released-bytes'
import { ResumableUploads } from './resumable-uploads'
import { Scans } from './scans'
import { UploadTurns } from './upload-turns'
import { Uploads } from './uploads'

export interface CreateMediaOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly blobs: Blobs
  readonly incoming: string
  readonly clock: Clock
  readonly quotas: Quotas
  readonly logger: Logger
  readonly limits: MediaLimits
  /** The space that uploads leave free on disks; by default as much as the database may need. */
  readonly keptFree: FreeSpace | undefined
  /** How uploads are checked; undefined: they are not. */
  readonly scan: MediaScan | undefined
  /** Whether other nodes check uploads too. */
  readonly company: 'others' | 'alone'
  readonly limiter: Pick<RateLimits<RateName>, 'take' | 'charge'>
  readonly charge: (userId: UserId, rows: number) => void
}

/** The parts of uploads: permissions, addresses and bytes. */
export interface MediaParts {
  readonly media: Media
  readonly claims: Claims
  readonly held: HeldMedia
  readonly addresses: Addresses
  readonly pictures: Pictures
  readonly uploads: Uploads
  readonly resumable: ResumableUploads
  readonly scans: Scans | undefined
}

/** Wires everything about uploads. */
export const createMedia = ({
  database,
  access,
  blobs,
  clock,
  logger,
  quotas,
  incoming,
  limits,
  keptFree,
  scan,
  company,
  limiter,
  charge,
}: CreateMediaOptions): MediaParts => {
  const addresses = new Addresses({ database })
  const scans = scan && new Scans({ database, blobs, clock, logger, rules: scan, company })
  const released = new ReleasedBytes({ database, blobs, logger })
  const media = new Media({ released, database, access, addresses, blobs, quotas, logger, limits, scans, charge })
  const pictures = new Pictures({ clock })
  const claims = new Claims(database)
  const turns = new UploadTurns(limiter)
  const uploads = new Uploads({ media, blobs, pictures, incoming, turns, ...(keptFree && { keptFree }) })
  return {
    scans,
    media,
    held: new HeldMedia({ addresses }),
    claims,
    addresses,
    pictures,
    uploads,
    resumable: new ResumableUploads({ media, blobs, turns }),
  }
}
