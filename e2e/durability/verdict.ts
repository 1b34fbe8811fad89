import { Database } from 'bun:sqlite'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { SurvivingWrites } from './disk'
import { type Cut, countCuts, type ReplayOptions, randomFor, replay } from './replay'

export interface Verdict {
  /** The number of rebuilt and opened databases. */
  states: number
  /** The number of them with unsynced writes. */
  open: number
  /** Checkpoints between the first moment and the last. */
  checkpoints: number
  /** Those that were damaged, or lacked a message that had been shown. */
  readonly losses: string[]
}

export interface VerdictOptions extends ReplayOptions {
  /** The most moments of each kind to rebuild. With more moments in the trace, they are evenly spread. */
  readonly moments: number
  readonly seed: number
  /** Returns the ids of all messages in an opened database. */
  readonly stored: (db: Database) => Iterable<string>
}

const survivingWrites: readonly SurvivingWrites[] = ['nothing', 'everything', 'some', 'some']

const openAndCheck = (path: string, shown: ReadonlySet<string>, options: VerdictOptions): string | undefined => {
  const db = new Database(path, { readwrite: true, create: true })
  try {
    const { integrity_check } = db.query('PRAGMA integrity_check').get() as { integrity_check: string }
    if (integrity_check !== 'ok') return `damaged: ${integrity_check}`
    const stored = new Set(options.stored(db))
    const lost = [...shown].filter((id) => !stored.has(id))
    return lost.length > 0 ? `${lost.length} of ${shown.size} lost, such as ${lost[0]}` : undefined
  } catch (error) {
    return `cannot be opened: ${(error as Error).message}`
  } finally {
    db.close()
  }
}

/** Selects the moments to rebuild. */
const picker = (counts: Record<Cut['kind'], number>, most: number) => {
  const seen = { shown: 0, syncing: 0 }
  const next = { shown: 0, syncing: 0 }
  return (kind: Cut['kind']): boolean => {
    if (seen[kind]++ < next[kind]) return false
    next[kind] += Math.max(1, counts[kind] / most)
    return true
  }
}

/** Rebuilds the database after power cuts at the moments of a trace, and looks for missing messages. */
export const judge = (options: VerdictOptions): Verdict => {
  const picks = picker(countCuts(options), options.moments)
  const directory = mkdtempSync(join(tmpdir(), 'parley-power-cut-'))
  const verdict: Verdict = { states: 0, open: 0, checkpoints: 0, losses: [] }
  let first: number | undefined
  let moment = 0
  for (const { kind, ids, disk, checkpoints } of replay(options)) {
    first ??= checkpoints
    verdict.checkpoints = checkpoints - first
    moment++
    if (!picks(kind)) continue
    for (const [at, way] of survivingWrites.entries()) {
      const target = join(directory, `${moment}-${at}`)
      mkdirSync(target)
      const files = disk.cut(way, randomFor(options.seed, moment * survivingWrites.length + at))
      for (const [path, bytes] of files) writeFileSync(join(target, basename(path)), bytes)
      const loss = openAndCheck(join(target, basename(options.database)), ids, options)
      if (loss)
        verdict.losses.push(
          `moment ${moment}, ${kind}, ${way} of ${disk.unsynced} unsynced writes on the disk: ${loss}`,
        )
      if (disk.unsynced > 0) verdict.open++
      verdict.states++
      rmSync(target, { recursive: true, force: true })
    }
  }
  rmSync(directory, { recursive: true, force: true })
  return verdict
}
