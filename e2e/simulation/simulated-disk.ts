import { Database } from 'bun:sqlite'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Random } from '@parley/server/src/testing/random'
import { BlobShelf } from './simulated-blobs'

const sizeOf = (path: string): number => (existsSync(path) ? statSync(path).size : 0)

const memory = '/dev/shm'
const enoughBytes = 512 * 1024 * 1024

const isRoomy = (path: string): boolean => {
  if (!existsSync(path)) return false
  const { bavail, bsize } = statfsSync(path)
  return bavail * bsize > enoughBytes
}

/** In memory if there is enough, because the simulation, not the machine, decides what survives a power cut. */
const base = isRoomy(memory) ? memory : tmpdir()

/** Copies a database with a part of its log, recovers it, and checkpoints the log, as the next start would. */
const copyDatabase = (from: string, to: string, logBytes: number): void => {
  copyFileSync(from, to)
  if (existsSync(`${from}-wal`)) copyFileSync(`${from}-wal`, `${to}-wal`)
  if (sizeOf(`${to}-wal`) > logBytes) truncateSync(`${to}-wal`, logBytes)
  const db = new Database(to)
  db.run('PRAGMA wal_checkpoint(TRUNCATE)')
  db.close()
}

/** The initial content of a disk. */
export interface DiskImage {
  /** A database file. */
  readonly path: string
  /** By key. */
  readonly blobs: ReadonlyMap<string, Uint8Array>
}

/**
 * A simulated server's database and blobs. There are no checkpoints of the log while a server runs. So what survives a power cut
 * is the log up to its length at the last sync.
 */
export class SimulatedDisk {
  private readonly directory = mkdtempSync(join(base, 'parley-simulation-'))
  private life = 0
  private syncedBytes = 0
  private shelf: BlobShelf
  private shelfBackup = new BlobShelf()

  /** @param schema statements that a test runs on the copy */
  constructor(
    image: DiskImage,
    private readonly random: Random,
    schema = '',
  ) {
    mkdirSync(this.place(0))
    copyFileSync(image.path, this.path)
    this.shelf = new BlobShelf(image.blobs)
    if (schema) this.run(schema)
  }

  get path(): string {
    return join(this.place(this.life), 'parley.db')
  }

  /** The blobs of this life. */
  get blobs(): BlobShelf {
    return this.shelf
  }

  /** The current length of the log, which a sync that begins now will cover. */
  logBytes(): number {
    return sizeOf(`${this.path}-wal`)
  }

  /** A sync that began at this length of the log has completed. */
  synced(logBytes: number): void {
    this.syncedBytes = Math.max(this.syncedBytes, logBytes)
  }

  /** True if a power cut now would lose data. */
  get exposed(): boolean {
    return this.logBytes() > this.syncedBytes
  }

  /**
   * Ends the process: its later writes are lost. After `power` only synced data remains, after `kill` everything
   * written.
   */
  crash(kind: 'power' | 'kill'): void {
    const keptBytes = kind === 'power' ? this.syncedBytes : Number.POSITIVE_INFINITY
    this.beginLife(this.path, keptBytes)
    this.shelf = kind === 'power' ? this.shelf.afterPowerCut(this.random) : new BlobShelf(this.shelf.seen)
  }

  /** Copies the current data, for `restore`. */
  backUp(): void {
    copyDatabase(this.path, this.backup, Number.POSITIVE_INFINITY)
    this.shelfBackup = new BlobShelf(this.shelf.seen)
  }

  /** Ends the process. The next one starts on the backup, as a database with a new epoch. */
  restore(epoch: string): void {
    this.beginLife(this.backup, 0)
    this.shelf = new BlobShelf(this.shelfBackup.seen)
    this.run(`update meta set value = '${epoch}' where name = 'epoch'`)
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true })
  }

  private run(sql: string): void {
    const db = new Database(this.path)
    db.run(sql)
    db.close()
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
