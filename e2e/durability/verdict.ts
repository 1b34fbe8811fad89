import { Database } from 'bun:sqlite'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Remains } from './disk'
import { type Cut, chanceOf, countCuts, type ReplayOptions, replay } from './replay'

export interface Verdict {
  /** Databases rebuilt and opened. */
  states: number
  /** Of them, those in which writes were under way that no sync covered. */
  open: number
  /** Checkpoints between the first moment and the last. */
  checkpoints: number
  /** Of them, those that lacked a message that had been shown, or were damaged. */
  readonly losses: string[]
}

export interface VerdictOptions extends ReplayOptions {
  /** The most moments of each kind to rebuild; evenly spread when the trace has more. */
  readonly moments: number
  readonly seed: number
  /** Answers the ids of all messages in an opened database. */
  readonly stored: (db: Database) => Iterable<string>
}

const ways: readonly Remains[] = ['nothing', 'everything', 'some', 'some']

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

/** Says of each moment whether it is one of those to rebuild. */
const picker = (counts: Record<Cut['kind'], number>, most: number) => {
  const seen = { shown: 0, syncing: 0 }
  const next = { shown: 0, syncing: 0 }
  return (kind: Cut['kind']): boolean => {
    if (seen[kind]++ < next[kind]) return false
    next[kind] += Math.max(1, counts[kind] / most)
    return true
  }
}

/** Rebuilds the database as it would stand after power cuts at the moments of a trace, and looks for what is missing. */
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
    for (const [at, way] of ways.entries()) {
      const target = join(directory, `${moment}-${at}`)
      mkdirSync(target)
      const files = disk.cut(way, chanceOf(options.seed, moment * ways.length + at))
      for (const [path, bytes] of files) writeFileSync(join(target, basename(path)), bytes)
      const loss = openAndCheck(join(target, basename(options.database)), ids, options)
      if (loss)
        verdict.losses.push(`moment ${moment}, ${kind}, ${way} of ${disk.unsynced} open writes on the disk: ${loss}`)
      if (disk.unsynced > 0) verdict.open++
      verdict.states++
      rmSync(target, { recursive: true, force: true })
    }
  }
  rmSync(directory, { recursive: true, force: true })
  return verdict
}
