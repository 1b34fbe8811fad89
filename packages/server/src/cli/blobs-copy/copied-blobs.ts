import { Database } from 'bun:sqlite'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import type { ListedBlob } from '../../blobs/blobs'

/**
 * The files that were copied to a place and compared there, so a restarted copy only handles new ones. The list is a file in
 * the data directory. Losing that file costs only time.
 */
export class CopiedBlobs implements Disposable {
  private readonly db: Database
  private readonly pass: number

  /** @param to the place of the copy; each has a record of its own */
  constructor(
    dataDir: string,
    private readonly to: string,
  ) {
    const path = join(dataDir, 'blobs-copy.db')
    this.db = new Database(path, { create: true, strict: true })
    chmodSync(path, 0o600)
    this.db.run('pragma journal_mode = wal')
    this.db.run(
      'create table if not exists copied (place text, key text, size integer, pass integer, primary key (place, key))',
    )
    const { last } = this.row<{ last: number | null }>('select max(pass) as last from copied where place = $to') ?? {}
    this.pass = (last ?? 0) + 1
  }

  /** Whether a blob was copied before; notes that the source still has it. */
  has({ key, size }: ListedBlob): boolean {
    const { changes } = this.db.run('update copied set pass = ? where place = ? and key = ? and size = ?', [
      this.pass,
      this.to,
      key,
      size,
    ])
    return changes > 0
  }

  /** Notes a blob that is the same on both sides. */
  add({ key, size }: ListedBlob): void {
    const values = [this.to, key, size, this.pass]
    this.db.run('insert or replace into copied (place, key, size, pass) values (?, ?, ?, ?)', values)
  }

  /** Keys that were copied before, and that a listing of the source left out in this run. */
  missed(): string[] {
    const rows = this.db
      .query<{ key: string }, [string, number]>('select key from copied where place = ? and pass < ? order by key')
      .all(this.to, this.pass)
    return rows.map(({ key }) => key)
  }

  forget(id: string): void {
    this.db.run('delete from copied where place = ? and substr(key, 1, 36) = ?', [this.to, id])
  }

  [Symbol.dispose](): void {
    this.db.close()
  }

  private row<T>(sql: string): T | null {
    return this.db.query<T, { to: string }>(sql).get({ to: this.to })
  }
}
