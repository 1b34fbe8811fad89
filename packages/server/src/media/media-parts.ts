import type { UserId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { AccessCache } from '../chats/access'
import type { MediaScan } from '../config/scan-address'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { Database } from '../storage/database'
import type { Quotas } from '../usage/quotas'
import { Addresses } from './addresses'
import { Claims } from './claims'
import { Media, type MediaLimits } from './media'
import { Pictures } from './pictures'
import { ResumableUploads } from './resumable-uploads'
import { Scans } from './scans'
import { UploadTurns } from './upload-turns'
import { Uploads } from './uploads'

export interface MediaPartsOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly blobs: Blobs
  readonly incoming: string
  readonly clock: Clock
  readonly quotas: Quotas
  readonly logger: Logger
  readonly limits: MediaLimits
  /** How uploads are checked; undefined: they are not. */
  readonly scan: MediaScan | undefined
  /** Whether other nodes check uploads too. */
  readonly company: 'others' | 'alone'
  /** Takes one upload; 0 when it is allowed, else after how many milliseconds it will be. */
  readonly mayUpload: (userId: UserId) => number
  readonly charge: (userId: UserId, rows: number) => void
}

/** What uploads need: who may use them, their addresses, and their bytes. */
export interface MediaParts {
  readonly media: Media
  readonly claims: Claims
  readonly addresses: Addresses
  readonly pictures: Pictures
  readonly uploads: Uploads
  readonly resumable: ResumableUploads
  readonly scans: Scans | undefined
}

export const createMediaParts = ({
  database,
  access,
  blobs,
  clock,
  logger,
  quotas,
  incoming,
  limits,
  scan,
  company,
  mayUpload,
  charge,
}: MediaPartsOptions): MediaParts => {
  const addresses = new Addresses({ database })
  const scans = scan && new Scans({ database, blobs, clock, logger, rules: scan, company })
  const media = new Media({ database, access, addresses, blobs, quotas, logger, limits, scans, charge })
  const pictures = new Pictures({ clock })
  const claims = new Claims(database)
  const turns = new UploadTurns(mayUpload)
  const uploads = new Uploads({ media, blobs, pictures, incoming, turns })
  return {
    scans,
    media,
    claims,
    addresses,
    pictures,
    uploads,
    resumable: new ResumableUploads({ media, blobs, turns }),
  }
}
