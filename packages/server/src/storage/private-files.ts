import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs'
import { join } from 'node:path'

/** A directory in which the server stores user data. */
export interface PrivatePlace {
  readonly directory: string
  /** Mode bits that no entry in it may have. */
  readonly forbidden: number
  /** Whether the server creates entries of this name. It never touches others. */
  readonly isOurs: (name: string) => boolean
}

/** The data directory: for the server's user alone. */
export const dataPlace = (directory: string): PrivatePlace => ({
  directory,
  forbidden: 0o077,
  isOurs: (name) =>
    /^(parley\.db|blobs-copy\.db|server\.lock)|^(blobs|incoming|mail|demo\.txt|\.write-probe)$/.test(name),
})

/** A directory named by `PARLEY_BLOBS_URL`: nodes that run as several users may share it through its group. */
export const sharedBlobsPlace = (directory: string): PrivatePlace => ({
  directory,
  forbidden: 0o007,
  isOurs: (name) => /^([0-9a-f]{2}|uploads|installation.*)$/.test(name),
})

/** An entry that other users of the machine can reach. */
export interface Exposed {
  readonly path: string
  readonly mode: number
  /** `mode`: the server can remove the access. Otherwise the reason why it doesn't. */
  readonly why: 'mode' | 'owner' | 'link' | 'mixed' | 'file_system'
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

const mayChange = ({ uid }: Stats): boolean => {
  const me = process.getuid?.()
  return me === undefined || me === 0 || me === uid
}

/** A directory's contents come before the directory, so that the next start repeats an interrupted walk. */
function* exposedIn(path: string, forbidden: number): Generator<Exposed> {
  let stats: Stats
  try {
    stats = lstatSync(path)
  } catch (error) {
    // Another node removed it meanwhile.
    if (isMissing(error)) return
    throw error
  }
  if (stats.isSymbolicLink()) return yield* exposedTarget(path, forbidden)
  if ((stats.mode & forbidden) === 0) return
  if (stats.isDirectory() && mayChange(stats))
    for (const name of readdirSync(path)) yield* exposedIn(join(path, name), forbidden)
  yield { path, mode: stats.mode & 0o7777, why: mayChange(stats) ? 'mode' : 'owner' }
}

function* exposedTarget(path: string, forbidden: number): Generator<Exposed> {
  try {
    const { mode } = statSync(path)
    if ((mode & forbidden) !== 0) yield { path, mode: mode & 0o7777, why: 'link' }
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

/**
 * Entries of a place that other users can reach. Below a directory that is closed to them, nothing is checked, except
 * at the top. Symbolic links aren't followed, other than the configured directory itself.
 */
export function* findExposed({ directory, forbidden, isOurs }: PrivatePlace): Generator<Exposed> {
  const names = readdirSync(directory)
  for (const name of names.filter(isOurs)) yield* exposedIn(join(directory, name), forbidden)
  const stats = statSync(directory)
  if ((stats.mode & forbidden) === 0) return
  const isMixed = names.some((name) => !isOurs(name) && name !== 'lost+found')
  const why = isMixed ? 'mixed' : mayChange(stats) ? 'mode' : 'owner'
  yield { path: directory, mode: stats.mode & 0o7777, why }
}

/** The actions of a start on files that other users could reach. */
export interface Tightened {
  /** Number of files and directories that were closed. */
  readonly count: number
  /** Entries that stay open. */
  readonly left: readonly Exposed[]
}

/**
 * Closes a place to other users. Must run before this process opens a database in it: closing any descriptor of a file
 * drops the process's locks on it.
 */
export const tighten = (place: PrivatePlace): Tightened => {
  const left: Exposed[] = []
  let count = 0
  for (const exposed of findExposed(place)) {
    const outcome = exposed.why === 'mode' ? close(exposed.path, place) : 'left'
    if (outcome === 'closed') count += 1
    else left.push(outcome === 'left' ? exposed : { ...exposed, why: 'file_system' })
  }
  return { count, left }
}

/** Through a descriptor, because the path could meanwhile become a link. */
const close = (path: string, { directory, forbidden }: PrivatePlace): 'closed' | 'left' | 'refused' => {
  const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = constants
  try {
    const descriptor = openSync(path === directory ? realpathSync(path) : path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
    try {
      fchmodSync(descriptor, fstatSync(descriptor).mode & 0o7777 & ~forbidden)
      // Some file systems accept a mode and ignore it.
      return (fstatSync(descriptor).mode & forbidden) === 0 ? 'closed' : 'refused'
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    return isMissing(error) ? 'closed' : 'refused'
  }
}

const octal = (mode: number): string => mode.toString(8).padStart(4, '0')

/** An exposed entry with its mode. */
export const describeExposed = ({ path, mode }: Exposed): string => `${path} (${octal(mode)})`

/** Advice for an entry that stays open to other users. */
export const exposedRemedy = ({ path, why }: Exposed): string => {
  switch (why) {
    case 'file_system':
      return 'Its file system does not support permissions: mount it with umask=077, or use another disk.'
    case 'mode':
      return `Start the server, which removes this access, or run \`chmod -R go= ${path}\`.`
    case 'owner':
      return `It belongs to another user: run \`chown -R\` on it for the user that runs the server, then start again.`
    case 'link':
      return 'It is a symbolic link, and the server does not change files behind links: run `chmod -R go=` on its target.'
    case 'mixed':
      return `It also contains files of other programs: move Parley's data to its own directory, or run \`chmod go= ${path}\`.`
  }
}
