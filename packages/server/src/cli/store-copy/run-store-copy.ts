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

/** Copies an installation and prints the progress. Returns a sentence when it failed. */
export const runStoreCopy = async ({ from, to, print, isTerminal }: StoreCopyCommand): Promise<string | undefined> => {
  const report = copyProgress({ print, isTerminal, elapsedMs: () => performance.now() })
  try {
    const { rows, to: place } = await copyStore({ from, to, report })
    print(
      `\n${rows} rows copied and compared. ${place} is ready. Point the server at it, and don't start a server on the old database.\n` +
        'Files are not copied. Put the directory `blobs` of the old data directory into the new one, or name it in PARLEY_BLOBS_URL. `parley blobs copy` copies them to another place.\n',
    )
    return undefined
  } catch (error) {
    const foreseen = [StoreCopyError, DataDirectoryError, DatabaseStartError]
    if (error instanceof Error && foreseen.some((kind) => error instanceof kind)) return error.message
    const why = error instanceof Error ? error.message : String(error)
    return `The copy stopped (${why}). The source was not changed. Fix the problem and run the same command again to resume.`
  }
}
