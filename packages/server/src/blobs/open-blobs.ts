import { join } from 'node:path'
import type { BlobsAddress } from '../config/blobs-address'
import type { Config } from '../config/config'
import type { FreeSpace } from '../lib/free-space'
import type { Blobs } from './blobs'
import { DiskBlobs } from './disk'
import { S3Blobs } from './s3'
import type { S3Patience } from './s3-client'

/** Where the blobs of a data directory are. */
export const blobsPathIn = (dataDir: string): string => join(dataDir, 'blobs')

/** The directory that the configuration names for blobs outside the data directory. */
export const sharedBlobsPathOf = ({ blobs }: Pick<Config, 'blobs'>): string | undefined =>
  blobs?.kind === 'directory' ? blobs.path : undefined

interface OpenOptions {
  /** How long an object store is waited for, where that isn't the usual time. */
  readonly patience?: Partial<S3Patience>
  /** The space to leave free on a disk, where that isn't the usual one. */
  readonly keptFree?: FreeSpace | undefined
}

/** The blobs at an address; the only place that knows which adapters there are. */
export const openBlobsAt = (address: BlobsAddress, { patience, keptFree }: OpenOptions = {}): Blobs =>
  address.kind === 's3' ? S3Blobs.open(address, patience) : new DiskBlobs(address.path, keptFree)

/** The blobs that the configuration names. */
export const openBlobs = ({
  blobs,
  dataDir,
  keptFree,
}: Pick<Config, 'blobs' | 'dataDir'> & Partial<Pick<Config, 'keptFree'>>): Blobs =>
  openBlobsAt(blobs ?? { kind: 'directory', path: blobsPathIn(dataDir) }, { keptFree })
