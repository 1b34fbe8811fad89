import { chmod, type FileHandle, link, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fail } from '../lib/fail'
import { type FreeSpace, requireFreeSpace } from '../lib/free-space'

/** How files of one directory are written: as a whole, durably, and for those users alone that the directory is for. */
export class DiskFiles {
  private parts = 0

  /** @param keptFree what is kept free of the disk; left out, as much as the database may need */
  constructor(
    private readonly directory: string,
    private readonly keptFree?: FreeSpace,
  ) {}

  /** @throws Failure with `unavailable` when the disk is nearly full */
  async requireFreeSpace(): Promise<void> {
    await requireFreeSpace(this.directory, this.keptFree)
  }

  /** Writes under another name first, so that no reader sees a part, also after a power cut. */
  async write(path: string, fill: (file: FileHandle, part: string) => Promise<void>): Promise<void> {
    const part = `${path}.${process.pid}-${this.parts++}.part`
    try {
      const file = await open(part, 'w')
      try {
        await fill(file, part)
        await file.datasync()
      } finally {
        await file.close()
      }
      await this.rename(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  }

  /** Gives a synced file its name. */
  async rename(from: string, path: string): Promise<void> {
    await this.share(from, 'file')
    await rename(from, path)
    // The names too: of the file in its directory, and of the directories that were made for it.
    for (const directory of [dirname(path), dirname(dirname(path)), this.directory]) await syncDirectory(directory)
  }

  /** Gives a synced file another name, too. */
  async link(from: string, path: string): Promise<void> {
    const part = `${path}.${process.pid}-${this.parts++}.part`
    try {
      await link(from, part)
      await this.rename(part, path)
    } finally {
      // A file that has the name already keeps both.
      await rm(part, { force: true })
    }
  }

  async makeDirectory(path: string): Promise<void> {
    const first = await mkdir(path, { recursive: true, mode: 0o700 })
    if (first === undefined) return
    for (let made = path; made.length >= first.length && made !== this.directory; made = dirname(made))
      await this.share(made, 'directory')
  }

  /** Nodes that run as several users share a directory through its group: what is made in it stays open to that group. */
  async share(path: string, kind: 'file' | 'directory'): Promise<void> {
    const { mode } = await stat(this.directory)
    if ((mode & 0o070) === 0) return
    await chmod(path, kind === 'file' ? 0o600 | (mode & 0o060) : 0o700 | (mode & 0o2070))
  }
}

export const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

/** For `catch`: what another process removed meanwhile is no error. */
export const unlessMissing = (error: unknown): undefined => {
  if (!isMissing(error)) throw error
}

export const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** The error for callers when the disk is full or read-only. */
export const refused = (error: unknown): unknown => {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EROFS') return error
  return fail('unavailable', { message: 'The disk is full. Nothing was stored.', cause: error as Error })
}
