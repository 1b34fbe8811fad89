import { constants, type FileHandle, open, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '../lib/fail'
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

/**
 * Unfinished uploads in a directory: `<id>/<length>` is a file of which the first `<length>` bytes count. What lies behind them was
 * not synced when it was written, and is written again.
 */
export class DiskUploads implements BlobUploads {
  constructor(private readonly options: DiskUploadsOptions) {}

  async length(id: string): Promise<number> {
    return (await this.stored(id)) ?? 0
  }

  async append(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    const stored = await this.stored(id)
    if ((stored ?? 0) !== offset) throw fail('conflict')
    try {
      if (stored === undefined) await this.options.files.makeDirectory(this.directoryOf(id))
      await this.options.files.requireFreeSpace()
      return await this.write(id, { offset, bytes })
    } catch (error) {
      throw refused(error)
    }
  }

  async finish(id: string, { key, size }: FinishedUpload): Promise<void> {
    const { files, pathOf } = this.options
    const [stored, path] = [await this.stored(id), pathOf(key)]
    if (stored === undefined) {
      const before = await stat(path).catch(unlessMissing)
      if (before?.size !== size) throw fail('conflict')
    } else {
      if (stored !== size) throw fail('conflict')
      await this.cut(id, size)
      await files.makeDirectory(dirname(path))
      await files.rename(this.pathOf(id, size), path).catch(conflictWhenMissing)
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

  /**
   * Bytes are written as they come, and counted after a sync: now and then, at the end, and when the stream fails. Another
   * node that appends renames the file, and then this fails before it writes on: by then the file may be a blob.
   */
  private async write(id: string, { offset, bytes }: AppendedBytes): Promise<number> {
    const { files } = this.options
    const file = await open(this.pathOf(id, offset), constants.O_RDWR | (offset === 0 ? constants.O_CREAT : 0), 0o600)
    let [counted, written] = [offset, offset]
    const count = async () => {
      if (written === counted) return
      await file.datasync()
      await files.rename(this.pathOf(id, counted), this.pathOf(id, written))
      counted = written
    }
    try {
      try {
        for await (const chunk of bytes) {
          await stat(this.pathOf(id, counted))
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

  /** Takes away what was written and never counted. */
  private async cut(id: string, size: number): Promise<void> {
    const file = await open(this.pathOf(id, size), 'r+').catch(conflictWhenMissing)
    try {
      if ((await file.stat()).size < size) throw fail('conflict')
      await file.truncate(size)
      await file.datasync()
    } finally {
      await file.close()
    }
  }

  /** The number of bytes that count; undefined for an unknown upload. */
  private async stored(id: string): Promise<number | undefined> {
    const names = (await readdir(this.directoryOf(id)).catch(unlessMissing)) ?? []
    const lengths = names.filter((name) => /^\d{1,15}$/.test(name)).map(Number)
    return lengths.length === 0 ? undefined : Math.max(...lengths)
  }

  private pathOf(id: string, length: number): string {
    return join(this.directoryOf(id), String(length))
  }

  private directoryOf(id: string): string {
    return join(this.options.directory, checkedId(id))
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
