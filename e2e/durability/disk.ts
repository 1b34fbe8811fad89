import type { Random } from '@parley/server/src/testing/random'

const sectorBytes = 512

interface Write {
  readonly offset: number
  /** Undefined for a change of the file's length to `offset`. */
  readonly bytes?: Uint8Array
  finished: boolean
}

/** How much of the unsynced writes remains after a power cut. */
export type SurvivingWrites = 'nothing' | 'everything' | 'some'

/**
 * One file: the content that is certainly on the disk, and writes that may be there completely, partly or not at all.
 */
class DiskFile {
  private durable = new Uint8Array(0)
  private length = 0
  private pending: Write[] = []

  get unsynced(): number {
    return this.pending.length
  }

  begin(write: Write): Write {
    this.pending.push(write)
    return write
  }

  /** The writes that a sync that begins now will cover. */
  covered(): ReadonlySet<Write> {
    return new Set(this.pending.filter((write) => write.finished))
  }

  synced(covered: ReadonlySet<Write>): void {
    for (const write of this.pending) if (covered.has(write)) this.apply(write)
    this.pending = this.pending.filter((write) => !covered.has(write))
  }

  after(remains: SurvivingWrites, random: Random): Uint8Array {
    const file = new DiskFile()
    const space = this.pending.reduce((most, { offset, bytes }) => Math.max(most, offset + (bytes?.length ?? 0)), 0)
    file.durable = new Uint8Array(Math.max(space, this.length))
    file.durable.set(this.durable.subarray(0, this.length))
    file.length = this.length
    for (const write of this.pending) {
      if (remains === 'everything') file.apply(write)
      else if (remains === 'some') file.applySome(write, random)
    }
    return file.durable.subarray(0, file.length)
  }

  private apply({ offset, bytes }: Write): void {
    if (!bytes) {
      this.durable.fill(0, offset, this.length)
      this.length = offset
      return
    }
    const end = offset + bytes.length
    if (end > this.durable.length) {
      const larger = new Uint8Array(Math.max(end, this.durable.length * 2))
      larger.set(this.durable.subarray(0, this.length))
      this.durable = larger
    }
    this.durable.set(bytes, offset)
    this.length = Math.max(this.length, end)
  }

  /** A write reaches the disk completely, not at all, or torn: any of its sectors, in any order. */
  private applySome(write: Write, random: Random): void {
    const fate = random.pick(['whole', 'lost', 'torn'])
    if (fate === 'whole') this.apply(write)
    if (fate !== 'torn' || !write.bytes) return
    for (let at = 0; at < write.bytes.length; ) {
      const toEdge = sectorBytes - ((write.offset + at) % sectorBytes)
      const bytes = write.bytes.subarray(at, at + toEdge)
      if (random.chance(0.5)) this.apply({ offset: write.offset + at, bytes, finished: true })
      at += bytes.length
    }
  }
}

/**
 * A disk with a cache that a power cut empties. Data is certain only after a sync that began after the write had
 * returned, and that has itself returned. Any part of all other data may be there.
 */
export class Disk {
  private readonly files = new Map<string, DiskFile>()

  /**
   * Begins a write; without bytes, a truncation to `offset`. Returns the function to call when the system call has
   * returned.
   */
  write(path: string, offset: number, bytes?: Uint8Array): () => void {
    const write = this.file(path).begin({ offset, ...(bytes ? { bytes } : {}), finished: false })
    return () => {
      write.finished = true
    }
  }

  /** Begins a sync. Returns the function to call when the sync has returned without an error. */
  sync(path: string): () => void {
    const file = this.file(path)
    const covered = file.covered()
    return () => file.synced(covered)
  }

  /** Deletes count as durable at once, because only empty or useless files are deleted. */
  remove(path: string): void {
    this.files.delete(path)
  }

  /** The number of writes that no completed sync covers, in all files. */
  get unsynced(): number {
    let sum = 0
    for (const file of this.files.values()) sum += file.unsynced
    return sum
  }

  /** The files after a power cut at this moment. */
  cut(remains: SurvivingWrites, random: Random): Map<string, Uint8Array> {
    const left = new Map<string, Uint8Array>()
    for (const [path, file] of this.files) left.set(path, file.after(remains, random))
    return left
  }

  private file(path: string): DiskFile {
    const known = this.files.get(path)
    if (known) return known
    const file = new DiskFile()
    this.files.set(path, file)
    return file
  }
}
