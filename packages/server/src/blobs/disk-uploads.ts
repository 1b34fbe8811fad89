import { randomBytes } from 'node:crypto'
import { constants, type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '../lib/fail'
import { whileFree } from '../lib/free-space'
import type { AppendedBytes, BlobUploads, FinishedUpload } from './blob-uploads'
import { type DiskFiles, isMissing, refused, syncDirectory, unlessMissing } from './disk-files'
import { checkedId, isId } from './keys'

/** Bytes between two syncs: what a crash of the machine may cost an upload that goes on. */
export const SYNC_BYTES = 64 * 1024 * 1024

interface DiskUploadsOptions {
  readonly directory: string
  readonly files: DiskFiles
  /** Where the blob of a key is. */
  readonly pathOf: (key: string) => string
}

/** The file of an unfinished upload. */
interface Held {
  readonly name: string
  /** Bytes that count. */
  readonly length: number
}

/** `<length>`, as earlier versions named a file, or `<length>-<the append that wrote last>`. */
const namePattern = /^(\d{1,15})(-[\da-f]+)?$/

/**
 * Unfinished uploads in a directory: `<id>/<length>-<append>` is a file of which the first `<length>` bytes count. Later
 * bytes were not synced, and are written again. Each append gives the file its own name, so that an earlier one of
 * another node finds its name missing and ends.
 */
export class DiskUploads implements BlobUploads {
  constructor(private readonly options: DiskUploadsOptions) {}

  async length(id: string): Promise<number> {
    return (await this.stored(id))?.length ?? 0
  }

  async append(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    const stored = await this.stored(id)
    if ((stored?.length ?? 0) !== offset) throw fail('conflict')
    try {
      if (stored === undefined) await this.options.files.makeDirectory(this.directoryOf(id))
      const requireRoom = () => this.options.files.requireFreeSpace()
      await requireRoom()
      return await this.write(await this.take(id, stored), { offset, bytes: whileFree(bytes, requireRoom) })
    } catch (error) {
      throw refused(error)
    }
  }

  async finish(id: string, { key, size }: FinishedUpload): Promise<void> {
    const { files, pathOf } = this.options
    const stored = await this.stored(id)
    const path = pathOf(key)
    if (stored === undefined) {
      const before = await stat(path).catch(unlessMissing)
      if (before?.size !== size) throw fail('conflict')
    } else {
      if (stored.length !== size) throw fail('conflict')
      const held = this.pathOf(id, stored.name)
      await cut(held, size)
      await files.makeDirectory(dirname(path))
      await files.rename(held, path).catch(conflictWhenMissing)
    }
    await this.discard(id)
  }

  async discard(id: string): Promise<void> {
    await rm(this.directoryOf(id), { recursive: true, force: true })
    await syncDirectory(this.options.directory).catch(unlessMissing)
  }

  async list({ after = '', limit }: { after?: string | undefined; limit: number }): Promise<readonly string[]> {
    const names = (await readdir(this.options.directory).catch(unlessMissing)) ?? []
    return names
      .filter((name) => isId(name) && name > after)
      .sort()
      .slice(0, limit)
  }

  /** Gives the file to one append, and creates a file that isn't there. */
  private async take(id: string, held: Held | undefined): Promise<Taken> {
    const append = randomBytes(8).toString('hex')
    const pathAt = (length: number) => this.pathOf(id, `${length}-${append}`)
    if (held) await rename(this.pathOf(id, held.name), pathAt(held.length)).catch(conflictWhenMissing)
    const flags = constants.O_RDWR | (held ? 0 : constants.O_CREAT | constants.O_EXCL)
    const file = await open(pathAt(held?.length ?? 0), flags, 0o600).catch(conflictWhenMissing)
    return { file, pathAt }
  }

  /**
   * Bytes are written as they come, and counted after a sync: now and then, at the end, and when the stream fails. An
   * append of another node renames the file. This one then fails before it writes on: by then the file may be a blob.
   */
  private async write({ file, pathAt }: Taken, { offset, bytes }: AppendedBytes): Promise<number> {
    const { files } = this.options
    let counted = offset
    let written = offset
    const count = async () => {
      if (written === counted) return
      await file.datasync()
      await files.rename(pathAt(counted), pathAt(written))
      counted = written
    }
    try {
      try {
        for await (const chunk of bytes) {
          await stat(pathAt(counted))
          await writeAt(file, chunk, written)
          written += chunk.byteLength
          if (written - counted >= SYNC_BYTES) await count()
        }
      } finally {
        await count()
      }
    } catch (error) {
      throw isMissing(error) ? fail('conflict') : error
    } finally {
      await file.close()
    }
    return counted
  }

  /** The longest file of an upload; undefined for an unknown one. */
  private async stored(id: string): Promise<Held | undefined> {
    const names = (await readdir(this.directoryOf(id)).catch(unlessMissing)) ?? []
    const held = names.flatMap((name) => {
      const length = namePattern.exec(name)?.[1]
      return length === undefined ? [] : [{ name, length: Number(length) }]
    })
    return held.sort((a, b) => b.length - a.length)[0]
  }

  private pathOf(id: string, name: string): string {
    return join(this.directoryOf(id), name)
  }

  private directoryOf(id: string): string {
    return join(this.options.directory, checkedId(id))
  }
}

/** A file that one append writes. */
interface Taken {
  readonly file: FileHandle
  /** Where the file is when so many bytes of it count. */
  readonly pathAt: (length: number) => string
}

/** Takes away what was written and never counted. */
const cut = async (path: string, size: number): Promise<void> => {
  const file = await open(path, 'r+').catch(conflictWhenMissing)
  try {
    if ((await file.stat()).size < size) throw fail('conflict')
    await file.truncate(size)
    await file.datasync()
  } finally {
    await file.close()
  }
}

/** For `catch`: another node finished or discarded the upload meanwhile. */
const conflictWhenMissing = (error: unknown): never => {
  throw isMissing(error) ? fail('conflict') : error
}

const writeAt = async (file: FileHandle, bytes: Uint8Array, position: number): Promise<void> => {
  for (let at = 0; at < bytes.byteLength; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.byteLength - at, position + at)
    at += bytesWritten
  }
}
