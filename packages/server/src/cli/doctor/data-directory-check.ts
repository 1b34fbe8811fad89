import { statfs } from 'node:fs/promises'
import type { Config } from '../../config/config'
import { Failure } from '../../lib/fail'
import { requireFreeSpace } from '../../lib/free-space'
import { DataDirectoryError, requireWritable } from '../../storage/data-directory'
import { bad, type Check, type Finding, good, warning } from './check'

const MIB = 1024 * 1024
const WARN_BELOW_MIB = 1_024
const BAD_BELOW_MIB = 100
/** Magic numbers of file systems over a network, where SQLite's locks and its shared memory do not hold. */
const networkFileSystems = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0xfe534d42, 'SMB2'],
])

export interface DataDirectoryCheckOptions {
  readonly dataDir: string
  /** Whether the database is in it. */
  readonly holdsDatabase: boolean
  /** The space that uploads leave free; undefined for the default. */
  readonly keptFree: Config['keptFree']
}

/** Whether the data directory can be written, and has room. */
export const dataDirectoryCheck = ({ dataDir, holdsDatabase, keptFree }: DataDirectoryCheckOptions): Check => ({
  name: 'disk',
  run: async () => {
    try {
      requireWritable(dataDir)
    } catch (error) {
      if (error instanceof DataDirectoryError) return [bad(`${dataDir} can't be used.`, error.message)]
      throw error
    }
    const { bavail, bsize, type } = await statfs(dataDir)
    const network = networkFileSystems.get(Number(type))
    return [
      roomFinding(dataDir, (Number(bavail) * Number(bsize)) / MIB),
      ...(await uploadFindings(dataDir, keptFree)),
      ...(network !== undefined && holdsDatabase ? [onNetwork(dataDir, network)] : []),
    ]
  },
})

/** The finding for the free space. */
export const roomFinding = (dataDir: string, freeMib: number): Finding => {
  const free = freeMib >= 1_024 ? `${(freeMib / 1_024).toFixed(1)} GiB` : `${Math.floor(freeMib)} MiB`
  const text = `${dataDir} is writable and has ${free} free.`
  if (freeMib < BAD_BELOW_MIB) return bad(text, 'Free space now. With a full disk no one can send messages.')
  if (freeMib < WARN_BELOW_MIB) return warning(text, 'Free space, or move the directory with PARLEY_DATA_DIR.')
  return good(text)
}

/** A lack of space for uploads, while messages still work. */
const uploadFindings = async (dataDir: string, keptFree: Config['keptFree']): Promise<Finding[]> => {
  try {
    await requireFreeSpace(dataDir, keptFree)
    return []
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    const reason = error.details.cause instanceof Error ? error.details.cause.message : error.message
    return [
      warning(
        `Files can't be uploaded: ${reason}.`,
        'Free space, lower PARLEY_FREE_DISK_MB, or move files with PARLEY_BLOBS_URL.',
      ),
    ]
  }
}

const onNetwork = (dataDir: string, fileSystem: string): Finding =>
  bad(
    `${dataDir} is on ${fileSystem}, where SQLite's locks are unreliable.`,
    'Move it to a local disk with PARLEY_DATA_DIR, or use PostgreSQL with PARLEY_DATABASE_URL.',
  )
