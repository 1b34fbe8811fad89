import { rm } from 'node:fs/promises'
import {
  type AppendedBytes,
  type BlobUploads,
  type FinishedUpload,
  UPLOAD_PIECE_BYTES,
} from '@parley/server/src/blobs/blob-uploads'
import type { BlobPage, Blobs, SizedStream, StoredBlob } from '@parley/server/src/blobs/blobs'
import { isKey } from '@parley/server/src/blobs/keys'
import { exactly, piecesOf } from '@parley/server/src/blobs/pieces'
import { fail } from '@parley/server/src/lib/fail'
import type { Random } from '@parley/server/src/testing/random'

const idOf = (key: string): string => key.slice(0, key.indexOf('/'))

/** The blobs on a disk: the visible ones, and those that would survive a power cut. */
export class BlobShelf {
  /** By key. */
  readonly seen: Map<string, Uint8Array>
  readonly synced: Map<string, Uint8Array>

  constructor(blobs: ReadonlyMap<string, Uint8Array> = new Map()) {
    this.seen = new Map(blobs)
    this.synced = new Map(blobs)
  }

  /** The blobs after a power cut. Some of the unsynced changes are undone. */
  afterPowerCut(random: Random): BlobShelf {
    const keys = [...new Set([...this.seen.keys(), ...this.synced.keys()])]
    return new BlobShelf(
      new Map(
        keys.flatMap((key): [string, Uint8Array][] => {
          const bytes = this.seen.has(key) === this.synced.has(key) || random.chance(0.5) ? this.seen : this.synced
          const left = bytes.get(key)
          return left ? [[key, left]] : []
        }),
      ),
    )
  }
}

/** All bytes of a source. Simulated files are small. */
export const bytesOf = async (source: Uint8Array | SizedStream): Promise<Uint8Array> =>
  source instanceof Uint8Array ? source : Buffer.concat(await Array.fromAsync(exactly(source.size, source.bytes)))

/** Names that aren't keys of blobs. */
const uploadName = (id: string): string => `uploads ${id}`
const markName = (mark: string): string => `mark ${mark}`

/** A server process's port to the blobs on its disk. */
export class SimulatedBlobs implements Blobs {
  readonly place = 'a simulated disk'
  readonly uploads = new SimulatedUploads(this)

  /** @param work takes the time that the disk needs for a step, and never ends in a process that is gone */
  constructor(
    private readonly shelf: BlobShelf,
    private readonly work: () => Promise<void>,
  ) {}

  async put(key: string, source: Uint8Array | SizedStream): Promise<void> {
    await this.store(key, await bytesOf(source))
  }

  /** Stores bytes under any name, so that they survive a power cut. */
  async store(key: string, bytes: Uint8Array): Promise<void> {
    await this.write(key, bytes)
    await this.work()
    // The file may have been removed meanwhile.
    if (this.shelf.seen.has(key)) this.shelf.synced.set(key, bytes)
  }

  /** Stores bytes that readers see, but that don't survive a power cut. */
  async write(key: string, bytes: Uint8Array): Promise<void> {
    await this.work()
    this.shelf.seen.set(key, bytes)
  }

  async adopt(key: string, path: string): Promise<void> {
    await this.put(key, await Bun.file(path).bytes())
    await rm(path, { force: true })
  }

  /** The bytes under any name. */
  bytesAt(key: string): Uint8Array | undefined {
    return this.shelf.seen.get(key)
  }

  async get(key: string): Promise<StoredBlob | undefined> {
    const bytes = this.bytesAt(key)
    if (!bytes) return undefined
    return { size: bytes.byteLength, slice: async (from, to) => new Blob([bytes.slice(from, to)]) }
  }

  async copy(from: string, to: string): Promise<boolean> {
    const bytes = this.bytesAt(from)
    if (bytes) await this.put(to, bytes)
    return bytes !== undefined
  }

  async list({ after = '', limit }: { after?: string | undefined; limit: number }): Promise<BlobPage> {
    const keys = this.names('').filter((key) => isKey(key) && key > after)
    const blobs = keys.slice(0, limit).map((key) => ({ key, size: this.bytesAt(key)?.byteLength ?? 0, storedAt: 0 }))
    return { blobs, next: keys.length > limit ? blobs.at(-1)?.key : undefined }
  }

  remove(keyOrId: string): Promise<void> {
    return this.removeEach((key) => key === keyOrId || idOf(key) === keyOrId)
  }

  async marks(): Promise<readonly string[]> {
    return this.names(markName(''))
  }

  addMark(mark: string): Promise<void> {
    return this.store(markName(mark), new Uint8Array())
  }

  /** The rest of all names that have a prefix, in order. */
  names(prefix: string): string[] {
    const names = [...this.shelf.seen.keys()].filter((name) => name.startsWith(prefix))
    return names.map((name) => name.slice(prefix.length)).sort()
  }

  async removeEach(which: (name: string) => boolean): Promise<void> {
    await this.work()
    const names = [...this.shelf.seen.keys(), ...this.shelf.synced.keys()].filter(which)
    for (const name of names) this.shelf.seen.delete(name)
    await this.work()
    for (const name of names) if (!this.shelf.seen.has(name)) this.shelf.synced.delete(name)
  }
}

class SimulatedUploads implements BlobUploads {
  constructor(private readonly blobs: SimulatedBlobs) {}

  async length(id: string): Promise<number> {
    return this.blobs.bytesAt(uploadName(id))?.byteLength ?? 0
  }

  async append(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    if ((await this.length(id)) !== offset) throw fail('conflict')
    let stored = this.blobs.bytesAt(uploadName(id)) ?? new Uint8Array()
    for await (const piece of piecesOf(bytes, UPLOAD_PIECE_BYTES)) {
      stored = Buffer.concat([stored, piece])
      await this.blobs.store(uploadName(id), stored)
    }
    return stored.byteLength
  }

  async finish(id: string, { key, size }: FinishedUpload): Promise<void> {
    const bytes = this.blobs.bytesAt(uploadName(id))
    if ((bytes ?? this.blobs.bytesAt(key))?.byteLength !== size) throw fail('conflict')
    if (bytes) await this.blobs.put(key, bytes)
    await this.discard(id)
  }

  discard(id: string): Promise<void> {
    return this.blobs.removeEach((name) => name === uploadName(id))
  }

  async list({ after = '', limit }: { after?: string | undefined; limit: number }): Promise<readonly string[]> {
    return this.blobs
      .names(uploadName(''))
      .filter((id) => id > after)
      .slice(0, limit)
  }
}
