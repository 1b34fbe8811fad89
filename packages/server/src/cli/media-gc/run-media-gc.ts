import type { Blobs } from '../../blobs/blobs'
import { openBlobs } from '../../blobs/open-blobs'
import { isMarked } from '../../blobs/shared'
import type { Config } from '../../config/config'
import { exportIds } from '../../exports/export-ids'
import { Failure } from '../../lib/fail'
import { type GoingUpload, MediaCollection, type StrayBlob } from '../../media/collection'
import { DataDirectoryError } from '../../storage/data-directory'
import type { Database } from '../../storage/database'
import { DatabaseStartError } from '../../storage/start-error'
import { withDatabase } from '../with-database'

export interface MediaGcCommand {
  readonly config: Pick<Config, 'blobs' | 'dataDir' | 'databaseUrl'>
  /** Prints what would go, and removes nothing. */
  readonly dryRun: boolean
  readonly print: (text: string) => void
}

const uploadWords: Readonly<Record<GoingUpload['why'], string>> = {
  released: 'no message or avatar uses it any more',
  cleared: 'both people in its chat have cleared it',
  never_shown: 'its message was never stored',
  never_sent: 'it was not sent within a day',
  never_arrived: 'its bytes did not arrive within a day',
}
const blobWords: Readonly<Record<StrayBlob['why'], string>> = {
  no_upload: 'there is no upload with this id',
  other_version: 'its upload has different bytes',
}

/** Removes unused files and prints the result. Returns a sentence when it failed. */
export const runMediaGc = async ({ config, dryRun, print }: MediaGcCommand): Promise<string | undefined> => {
  try {
    const ended = await withDatabase(config, (database) =>
      collect({ database, blobs: openBlobs(config), dryRun, print }),
    )
    return typeof ended === 'object' ? ended.sentence : ended
  } catch (error) {
    if (error instanceof DataDirectoryError || error instanceof DatabaseStartError) return error.message
    const cause = error instanceof Failure ? (error.details.cause ?? error) : error
    return `The collection stopped: ${cause instanceof Error ? cause.message : cause} Run the same command again.`
  }
}

interface Collecting {
  readonly database: Database
  readonly blobs: Blobs
  readonly dryRun: boolean
  readonly print: (text: string) => void
}

const collect = async ({ database, blobs, dryRun, print }: Collecting): Promise<string | undefined> => {
  const isOurs = await isMarked(blobs, database)
  const collection = new MediaCollection({ database, blobs, idsOfOthers: exportIds })
  const sum = { uploads: 0, blobs: 0, bytes: 0, missing: 0 }
  let named = 0
  const strays = await Array.fromAsync(collection.strays(() => named++))
  if (strays.length > 0 && named === 0 && !isOurs)
    return `${blobs.place} contains no file of this database: PARLEY_BLOBS_URL and the database belong to different installations. Nothing was removed.`
  for await (const { id, bytes, why } of collection.going()) {
    sum.uploads++
    sum.bytes += bytes
    print(`upload ${id}  ${megabytes(bytes)}  ${uploadWords[why]}\n`)
  }
  if (!dryRun) await collection.sweep()
  for (const stray of strays) {
    if (!dryRun && !(await collection.removeStray(stray))) continue
    sum.blobs++
    sum.bytes += stray.size
    print(`blob ${stray.key}  ${megabytes(stray.size)}  ${blobWords[stray.why]}\n`)
  }
  for await (const key of collection.missing()) {
    sum.missing++
    print(`missing ${key}  an upload refers to it, but the store lacks it\n`)
  }
  const done = dryRun ? 'Would be removed' : 'Removed'
  print(`${done}: ${sum.uploads} uploads and ${sum.blobs} other blobs (${megabytes(sum.bytes)}).\n`)
  return sum.missing === 0
    ? undefined
    : `${sum.missing} blobs are missing in ${blobs.place}: restore them from a backup. Until then people can't open them.`
}

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
