import { join } from 'node:path'
import type { Blobs } from '../blobs/blobs'
import { DiskBlobs } from '../blobs/disk'
import { S3Blobs } from '../blobs/s3'
import { sharedObjectStore } from './object-store'

/** Where this process's tests keep files: what is about files runs on both. */
export const testedBlobs = (): 'disk' | 's3' => (process.env.TEST_BLOBS === 's3' ? 's3' : 'disk')

/** An empty place for files, in a directory of a test or in the store that all tests share. */
export const openTestBlobs = async (directory: string): Promise<Blobs> =>
  testedBlobs() === 's3' ? S3Blobs.open((await sharedObjectStore()).address()) : new DiskBlobs(join(directory, 'blobs'))

/** The setting of a whole server for the same. */
export const testBlobsSetting = async (): Promise<Record<string, string>> =>
  testedBlobs() === 's3' ? { PARLEY_BLOBS_URL: (await sharedObjectStore()).url() } : {}
