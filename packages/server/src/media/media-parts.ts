import type { UserId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { AccessCache } from '../chats/access'
import type { Logger } from '../lib/logger'
import type { Database } from '../storage/database'
import { Addresses } from './addresses'
import { Media } from './media'
import { Pictures } from './pictures'
import { Uploads } from './uploads'

export interface MediaPartsOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly blobs: Blobs
  readonly incoming: string
  readonly logger: Logger
  /** Takes one upload; 0 when it is allowed, else after how many milliseconds it will be. */
  readonly mayUpload: (userId: UserId) => number
}

/** What pictures need: who may use them, their addresses, and their bytes. */
export interface MediaParts {
  readonly media: Media
  readonly addresses: Addresses
  readonly pictures: Pictures
  readonly uploads: Uploads
}

export const createMediaParts = ({
  database,
  access,
  blobs,
  logger,
  incoming,
  mayUpload,
}: MediaPartsOptions): MediaParts => {
  const addresses = new Addresses({ database })
  const media = new Media({ database, access, addresses, blobs, logger })
  const pictures = new Pictures()
  return { media, addresses, pictures, uploads: new Uploads({ media, blobs, pictures, incoming, mayUpload }) }
}
