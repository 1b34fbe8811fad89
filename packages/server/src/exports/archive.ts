import type { Blobs } from '../blobs/blobs'
import type { Database } from '../storage/database'
import type { CopiedFile, Cursor } from './cursor'
import { type ExportRow, selectEntries } from './export-store'
import type { Exported, SectionParts } from './section'
import { sections } from './sections'
import { archiveEnd, crcOf, directoryRecord, streamFooter, streamHeader, wholeFile, type ZipEntry } from './zip'

export interface ArchiveParts extends SectionParts {
  readonly blobs: Pick<Blobs, 'get'>
  readonly database: Pick<Database, 'read'>
}

/** Where a turn begins. */
export interface TurnStart {
  readonly row: ExportRow
  readonly person: Omit<Exported, 'entries' | 'unstored'>
  readonly cursor: Cursor
  /** The stored length of the archive. */
  readonly offset: number
  /** A file to copy again from its beginning. */
  readonly again: Pick<CopiedFile, 'name' | 'blob'> | undefined
}

/** Bytes of one turn, and how long it lasts about. */
const TURN_BYTES = 8 * 1024 * 1024
const TURN_MS = 500
/** Entries of one read. */
const DIRECTORY_ROWS = 1_000

/**
 * One turn of the work on an archive: the next bytes, and where the work stands after them. A failed read ends the turn
 * early, so that the bytes before it count.
 */
export class ArchiveTurn {
  readonly entries: ZipEntry[] = []
  cursor: Cursor
  done = 0
  failure: unknown
  private at: number
  private readonly startedAt = performance.now()

  constructor(
    private readonly parts: ArchiveParts,
    private readonly start: TurnStart,
  ) {
    this.cursor = start.cursor
    this.at = start.offset
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    try {
      if (this.start.again) yield* this.begin(this.start.again, this.cursor)
      while (this.cursor.whole === undefined && !this.isOver) {
        yield* this.cursor.file ? this.copy(this.cursor.file) : this.part()
        await new Promise((resolve) => setImmediate(resolve))
      }
    } catch (error) {
      this.failure = error
    }
  }

  private get isOver(): boolean {
    return this.at - this.start.offset >= TURN_BYTES || performance.now() - this.startedAt >= TURN_MS
  }

  /** The next part of a section, or the directory after the last one. */
  private async *part(): AsyncGenerator<Uint8Array> {
    const { section: number, after } = this.cursor
    const section = sections[number]
    if (!section) {
      yield* this.directory()
      return
    }
    const person = { ...this.start.person, entries: this.start.row.entries, unstored: this.entries }
    const { files, next, done = 0 } = await section(this.parts, person, after)
    const cursor = next === undefined ? { section: number + 1 } : { section: number, after: next }
    for (const file of files) {
      if (file.bytes instanceof Uint8Array) {
        yield* this.whole(file.name, file.bytes)
        continue
      }
      yield* this.begin({ name: file.name, blob: file.bytes.blob }, cursor)
      this.done += done
      return
    }
    this.cursor = cursor
    this.done += done
  }

  private async *whole(name: string, content: Uint8Array): AsyncGenerator<Uint8Array> {
    const { bytes, entry } = await wholeFile({ name, at: this.start.person.at }, content, this.at)
    this.at += bytes.length
    yield bytes
    this.entries.push(entry)
  }

  /** The header of a blob's file. A blob that was removed since is left out. */
  private async *begin({ name, blob }: Pick<CopiedFile, 'name' | 'blob'>, next: Cursor): AsyncGenerator<Uint8Array> {
    const stored = await this.parts.blobs.get(blob)
    if (stored) {
      const { size } = stored
      const header = streamHeader({ name, at: this.start.person.at }, size)
      const offset = this.at
      this.at += header.length
      yield header
      this.cursor = { ...next, file: { name, blob, size, offset, copied: 0, crc: 0 } }
    } else this.cursor = next
  }

  /** The next bytes of a blob. */
  private async *copy(file: CopiedFile): AsyncGenerator<Uint8Array> {
    const { file: _, ...cursor } = this.cursor
    const { size, blob } = file
    let { copied, crc } = file
    if (copied < size) {
      const stored = await this.parts.blobs.get(blob, { size })
      if (!stored) throw new Error(`the blob ${blob} was removed while it was copied`)
      const slice = await stored.slice(copied, Math.min(size, copied + TURN_BYTES))
      const stream = slice instanceof Blob ? slice.stream() : slice
      for await (const chunk of stream) {
        crc = crcOf(chunk, crc)
        copied += chunk.length
        this.at += chunk.length
        yield chunk
        this.cursor = { ...cursor, file: { ...file, copied, crc } }
      }
    }
    if (copied < size) return
    const footer = streamFooter(crc, size)
    this.at += footer.length
    yield footer
    const { name, offset } = file
    const sizes = { crc, size, storedSize: size }
    this.entries.push({ name, at: this.start.person.at, ...sizes, offset, deflated: false, streamed: true })
    this.cursor = cursor
  }

  /** The directory of the archive. It comes in one turn, because nothing follows it. */
  private async *directory(): AsyncGenerator<Uint8Array> {
    const { row } = this.start
    const offset = this.at
    let [count, from] = [0, 0]
    const record = (entry: ZipEntry) => {
      const bytes = directoryRecord(entry)
      this.at += bytes.length
      count += 1
      return bytes
    }
    while (from < row.entries) {
      const limit = Math.min(DIRECTORY_ROWS, row.entries - from)
      const entries = await this.parts.database.read((db) => selectEntries(db, row.key, { from, limit }))
      yield Buffer.concat(entries.map(record))
      from += limit
    }
    yield Buffer.concat(this.entries.map(record))
    const end = archiveEnd({ entries: count, offset, size: this.at - offset })
    this.at += end.length
    yield end
    this.cursor = { ...this.cursor, whole: this.at }
  }
}
