import { type FileHandle, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes SQLite's write-ahead log durable with `fdatasync`, off the main thread. */
export class WriteAheadLog {
  private constructor(private readonly file: FileHandle) {}

  /**
   * Open this after the first write, when the file exists. Syncs the log, the database file and their directory, so
   * that all existing data is durable before it is served.
   */
  static async open(databasePath: string): Promise<WriteAheadLog> {
    const log = await open(`${databasePath}-wal`, 'r')
    await log.sync()
    for (const path of [databasePath, dirname(databasePath)]) {
      const handle = await open(path, 'r')
      await handle.sync()
      await handle.close()
    }
    return new WriteAheadLog(log)
  }

  /** Resolves when everything written to the log before the call is on the disk. */
  sync(): Promise<void> {
    return this.file.datasync()
  }

  close(): Promise<void> {
    return this.file.close()
  }
}
