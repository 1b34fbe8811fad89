import { Database } from 'bun:sqlite'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0)

const memory = '/dev/shm'
const enoughBytes = 512 * 1024 * 1024

const isRoomy = (path: string): boolean => {
  if (!existsSync(path)) return false
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize > enoughBytes
}

/** Memory where there is enough: what a power cut leaves is decided here, not by the machine. */
const base = isRoomy(memory) ? memory : tmpdir()

/** Copies a database with so much of its log, recovers it, and moves the log into the file, as the next start would. */
const copyDatabase = (from: string, to: string, logBytes: number): void => {
  copyFileSync(from, to)
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
  if (sizeOf(`${to}-wal`) > logBytes) truncateSync(`${to}-wal`, logBytes)
  const db = new Database(to)
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

/**
 * Where a simulated server keeps its database. The log is never moved into the database file while a server runs, so
 * that what survives a power cut is the log up to its length at the last sync.
 */
export class SimulatedDisk {
  private readonly directory = mkdtempSync(join(base, 'parley-simulation-'))
  private life = 0
  private syncedBytes = 0

  /** @param image a database file to begin with */
  constructor(image: string) {
    mkdirSync(this.place(0))
    copyFileSync(image, this.path)
  }

  get path(): string {
    return join(this.place(this.life), 'parley.db')
  }

  /** Where the log ends now: what a sync that begins now will cover. */
  logBytes(): number {
    return sizeOf(`${this.path}-wal`)
  }

  /** A sync that began when the log had this length has completed. */
  synced(logBytes: number): void {
    this.syncedBytes = Math.max(this.syncedBytes, logBytes)
  }

  /** Whether a power cut now would lose anything. */
  get exposed(): boolean {
    return this.logBytes() > this.syncedBytes
  }

  /**
   * The process ends, now: what it writes from here on goes nowhere. After `power` only what was synced is there, after
   * `kill` everything that was written.
   */
  crash(kind: 'power' | 'kill'): void {
    const keptBytes = kind === 'power' ? this.syncedBytes : Number.POSITIVE_INFINITY
    this.beginLife(this.path, keptBytes)
  }

  /** Copies what is there now, for `restore`. */
  backUp(): void {
    copyDatabase(this.path, this.backup, Number.POSITIVE_INFINITY)
  }

  /** The process ends, and the next one starts on the backup, as another life of the database. */
  restore(epoch: string): void {
    this.beginLife(this.backup, 0)
    const db = new Database(this.path)
    db.query("update meta set value = ? where name = 'epoch'").run(epoch)
    db.close()
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  private get backup(): string {
    return join(this.directory, 'backup.db')
  }

  private beginLife(from: string, logBytes: number): void {
    this.life++
    this.syncedBytes = 0
    mkdirSync(this.place(this.life))
    copyDatabase(from, this.path, logBytes)
  }

  private place(life: number): string {
    return join(this.directory, String(life))
  }
}
