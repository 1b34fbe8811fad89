import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config'
import type { Blobs } from './blobs'
import { DiskBlobs } from './disk'

/** Where the blobs of a data directory are. */
export const blobsPathIn = (dataDir: string): string => join(dataDir, 'blobs')

/** The blobs that the configuration names; the only place that knows which adapter is running. */
export const openBlobs = ({ blobsUrl, dataDir }: Pick<Config, 'blobsUrl' | 'dataDir'>): Blobs =>
  new DiskBlobs(blobsUrl === undefined ? blobsPathIn(dataDir) : fileURLToPath(blobsUrl))
