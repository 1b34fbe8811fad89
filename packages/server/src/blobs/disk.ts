import {
  constants,
  copyFile,
  type FileHandle,
  open,
  readdir,
  readFile,
  rm,
  rmdir,
  stat,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FreeSpace } from '../lib/free-space'
import type { BlobPage, Blobs, ListedBlob, SizedStream, StoredBlob } from './blobs'
import { DiskFiles, isMissing, refused, syncDirectory, unlessMissing } from './disk-files'
import { DiskUploads } from './disk-uploads'
import { checkedId, isId, isKey, partsOfKey } from './keys'
import { exactly } from './pieces'

/** Holds the only mark of places that earlier versions made. */
const markFile = 'installation'
const markPrefix = `${markFile}-`
const shardPattern = /^[0-9a-f-]{2}$/

/** Blobs as files in a directory, which comes to be with the first of them. */
export class DiskBlobs implements Blobs {
  readonly uploads: DiskUploads
  private readonly files: DiskFiles

  /** @param keptFree what is kept free of the disk; left out, as much as the database may need */
  constructor(
    private readonly directory: string,
    keptFree?: FreeSpace,
  ) {
    this.files = new DiskFiles(directory, keptFree)
    this.uploads = new DiskUploads({
      directory: join(directory, 'uploads'),
      files: this.files,
      pathOf: (key) => this.pathOf(key),
    })
  }

  get place(): string {
    return this.directory
  }

  async put(key: string, source: Uint8Array | SizedStream): Promise<void> {
    if (source instanceof Uint8Array) return againWhileMissing(() => this.store(key, (file) => file.writeFile(source)))
    await this.store(key, async (file) => {
      for await (const chunk of exactly(source.size, source.bytes)) await file.writeFile(chunk)
    })
  }

  async adopt(key: string, path: string): Promise<void> {
    const target = this.pathOf(key)
    try {
      await syncFile(path)
      await againWhileMissing(async () => {
        await this.files.makeDirectory(dirname(target))
        await this.files.requireFreeSpace()
        await this.files.rename(path, target)
      })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw refused(error)
      await this.store(key, (_, part) => copyFile(path, part))
      await rm(path, { force: true })
    }
  }

  async get(key: string): Promise<StoredBlob | undefined> {
    const file = Bun.file(this.pathOf(key))
    if (!(await file.exists())) return undefined
    return { size: file.size, slice: async (from, to) => file.slice(from, to) }
  }

  async copy(from: string, to: string): Promise<boolean> {
    const source = this.pathOf(from)
    try {
      // The bytes of a key never change, so that both names can have the same file.
      if (await this.link(source, this.pathOf(to))) return true
      // Where the file system can, both files share their blocks.
      await this.store(to, (_, part) => copyFile(source, part, constants.COPYFILE_FICLONE))
      return true
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }

  async list({ after, limit }: { after?: string | undefined; limit: number }): Promise<BlobPage> {
    const blobs: ListedBlob[] = []
    const last = after === undefined ? undefined : partsOfKey(after)
    const shards = (await this.names(this.directory)).filter((name) => shardPattern.test(name))
    for (const shard of shards.filter((name) => last === undefined || name >= shardOf(last.id)))
      for (const id of (await this.names(join(this.directory, shard))).filter(isId)) {
        if (last !== undefined && shard === shardOf(last.id) && id < last.id) continue
        const keys = (await this.names(join(this.directory, shard, id))).map((name) => `${id}/${name}`)
        for (const key of keys.filter(isKey)) {
          if (id === last?.id && after !== undefined && key <= after) continue
          const found = await stat(this.pathOf(key)).catch(unlessMissing)
          if (found) blobs.push({ key, size: found.size, storedAt: Math.floor(found.mtimeMs) })
        }
        if (blobs.length >= limit) return { blobs, next: blobs.at(-1)?.key }
      }
    return { blobs, next: undefined }
  }

  async remove(keyOrId: string): Promise<void> {
    if (isKey(keyOrId)) return this.removeOne(keyOrId)
    const directory = this.directoryOf(keyOrId)
    await rm(directory, { recursive: true, force: true })
    await syncDirectory(dirname(directory)).catch(unlessMissing)
  }

  async marks(): Promise<readonly string[]> {
    const named = (await this.names(this.directory)).filter((name) => name.startsWith(markPrefix))
    const first = await readFile(join(this.directory, markFile), 'utf8').catch(unlessMissing)
    return [...(first ? [first.trim()] : []), ...named.map((name) => name.slice(markPrefix.length))]
  }

  async addMark(mark: string): Promise<void> {
    await this.files.makeDirectory(this.directory)
    const path = join(this.directory, `${markPrefix}${mark}`)
    await writeFile(path, '')
    await this.files.share(path, 'file')
    await syncDirectory(this.directory)
  }

  private async removeOne(key: string): Promise<void> {
    const path = this.pathOf(key)
    await rm(path, { force: true })
    await syncDirectory(dirname(path)).catch(unlessMissing)
    await rmdir(dirname(path)).catch(unlessFilled)
  }

  /** Gives a file a second name; false where the file system has only one name for each file. */
  private async link(source: string, path: string): Promise<boolean> {
    try {
      await againWhileMissing(async () => {
        await stat(source)
        await this.files.makeDirectory(dirname(path))
        await this.files.link(source, path)
      })
      return true
    } catch (error) {
      if (isMissing(error)) throw error
      return false
    }
  }

  private async store(key: string, fill: (file: FileHandle, part: string) => Promise<void>): Promise<void> {
    const path = this.pathOf(key)
    try {
      await this.files.makeDirectory(dirname(path))
      await this.files.requireFreeSpace()
      await this.files.write(path, fill)
    } catch (error) {
      throw refused(error)
    }
  }

  /** In order; none when the directory is not there. */
  private async names(directory: string): Promise<string[]> {
    return (await readdir(directory).catch(unlessMissing))?.sort() ?? []
  }

  private pathOf(key: string): string {
    const { id, name } = partsOfKey(key)
    return join(this.directoryOf(id), name)
  }

  private directoryOf(id: string): string {
    return join(this.directory, shardOf(checkedId(id)), id)
  }
}

/** By the last bits of the id, which are random, so that no directory gets too large. */
const shardOf = (id: string): string => id.slice(-2)

const REMOVED_MEANWHILE = 3
/** Stores a file in a directory that is removed at the same time, by creating the directory again. */
const againWhileMissing = async (run: () => Promise<void>): Promise<void> => {
  for (let left = REMOVED_MEANWHILE; ; left--) {
    try {
      return await run()
    } catch (error) {
      if (left === 0 || !isMissing(error)) throw error
    }
  }
}

/** For `catch`: a directory that is missing, or holds something else. */
const unlessFilled = (error: unknown): void => {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
}

const syncFile = async (path: string): Promise<void> => {
  const file = await open(path, 'r+')
  try {
    await file.datasync()
  } finally {
    await file.close()
  }
}
