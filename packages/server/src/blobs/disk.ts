import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail } from '../lib/fail'
import { newSecret } from '../lib/secret'
import type { Blobs, StoredBlob } from './blobs'

const keyPattern = /^[0-9a-f-]{36}\/[\w.-]{1,80}$/
const idPattern = /^[0-9a-f-]{36}$/
const markFile = 'installation'

/** Blobs as files in a directory, which comes to be with the first of them. */
export class DiskBlobs implements Blobs {
  private parts = 0

  constructor(private readonly directory: string) {}

  get place(): string {
    return this.directory
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key)
    try {
      await mkdir(dirname(path), { recursive: true })
      await this.write(path, bytes)
    } catch (error) {
      throw refused(error)
    }
  }

  async get(key: string): Promise<StoredBlob | undefined> {
    const file = Bun.file(this.pathOf(key))
    return (await file.exists()) ? file : undefined
  }

  async removeAll(id: string): Promise<void> {
    await rm(this.directoryOf(id), { recursive: true, force: true })
  }

  async mark(mark: string): Promise<string> {
    await mkdir(this.directory, { recursive: true })
    const path = join(this.directory, markFile)
    const part = `${path}.${newSecret(8)}.part`
    try {
      await writeFile(part, mark)
      // Of two nodes that start at once, one gives its file the name.
      await link(part, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      await rm(part, { force: true })
    }
    return readFile(path, 'utf8')
  }

  /** Whole under another name first, so that nobody sees a part, also after a power cut. */
  private async write(path: string, bytes: Uint8Array): Promise<void> {
    const part = `${path}.${process.pid}-${this.parts++}.part`
    try {
      const file = await open(part, 'w')
      try {
        await file.writeFile(bytes)
        await file.datasync()
      } finally {
        await file.close()
      }
      await rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
    // The names too: of the file in its directory, and of the directories that were made for it.
    for (const directory of [dirname(path), dirname(dirname(path)), this.directory]) await syncDirectory(directory)
  }

  private pathOf(key: string): string {
    if (!keyPattern.test(key)) throw new Error(`${key} is no key of a blob`)
    const [id = '', name = ''] = key.split('/')
    return join(this.directoryOf(id), name)
  }

  /** By the last bits of the id, which are random, so that no directory gets too large. */
  private directoryOf(id: string): string {
    if (!idPattern.test(id)) throw new Error(`${id} is no id of blobs`)
    return join(this.directory, id.slice(-2), id)
  }
}

const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

const refused = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS') return error
  return fail('unavailable', { message: 'The disk is full. Nothing was stored.', cause: error as Error })
}
