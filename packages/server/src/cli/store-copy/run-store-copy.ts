import { DataDirectoryError } from '../../storage/data-directory'
import { DatabaseStartError } from '../../storage/start-error'
import { copyProgress } from './copy-progress'
import { copyStore } from './store-copy'
import { StoreCopyError } from './store-copy-error'

export interface StoreCopyCommand {
  readonly from: string
  readonly to: string
  readonly print: (text: string) => void
  readonly isTerminal: boolean
}

/** Copies an installation for somebody at a terminal; answers a sentence when it could not. */
export const runStoreCopy = async ({ from, to, print, isTerminal }: StoreCopyCommand): Promise<string | undefined> => {
  const report = copyProgress({ print, isTerminal, elapsedMs: () => performance.now() })
  try {
    const { rows, to: place } = await copyStore({ from, to, report })
    print(
      `\n${rows} rows are copied and compared. ${place} is ready: point the server at it, and keep it off the old database.\n` +
        'Files are not copied: the new server needs the directory `blobs` of the old data directory in its own, or named by PARLEY_BLOBS_URL. `parley blobs copy` moves them.\n',
    )
    return undefined
  } catch (error) {
    const foreseen = [StoreCopyError, DataDirectoryError, DatabaseStartError]
    if (error instanceof Error && foreseen.some((kind) => error instanceof kind)) return error.message
    const why = error instanceof Error ? error.message : String(error)
    return `The copy stopped (${why}). Nothing in the source was changed; mend that, and run the same command again: it goes on where it was.`
  }
}
