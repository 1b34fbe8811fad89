import { join } from 'node:path'
import type { Config } from '../config'
import type { BlobsAddress } from '../config/blobs-address'
import type { Blobs } from './blobs'
import { DiskBlobs } from './disk'
import { S3Blobs } from './s3'
import type { S3Patience } from './s3-client'

/** Where the blobs of a data directory are. */
export const blobsPathIn = (dataDir: string): string => join(dataDir, 'blobs')

/** The directory that the configuration names for blobs outside the data directory. */
export const sharedBlobsPathOf = ({ blobs }: Pick<Config, 'blobs'>): string | undefined =>
  blobs?.kind === 'directory' ? blobs.path : undefined

/**
 * The blobs at an address; the only place that knows which adapters there are.
 * @param patience how long a store is waited for, where that isn't the usual time
 */
export const openBlobsAt = (address: BlobsAddress, patience?: Partial<S3Patience>): Blobs =>
  address.kind === 's3' ? S3Blobs.open(address, patience) : new DiskBlobs(address.path)

/** The blobs that the configuration names. */
export const openBlobs = ({ blobs, dataDir }: Pick<Config, 'blobs' | 'dataDir'>): Blobs =>
  openBlobsAt(blobs ?? { kind: 'directory', path: blobsPathIn(dataDir) })
