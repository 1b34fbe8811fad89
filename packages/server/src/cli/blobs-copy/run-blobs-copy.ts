import { openBlobs, openBlobsAt } from '../../blobs/open-blobs'
import type { Config } from '../../config'
import { BlobsAddressError, readBlobsAddress } from '../../config/blobs-address'
import { Failure } from '../../lib/fail'
import { DataDirectoryError, requireWritable } from '../../storage/data-directory'
import { type BlobsCopied, BlobsCopyError, copyBlobs } from './blobs-copy'
import { CopiedBlobs } from './copied-blobs'

export interface BlobsCopyCommand {
  readonly config: Pick<Config, 'blobs' | 'dataDir'>
  /** The text of an address. */
  readonly to: string
  readonly print: (text: string) => void
  readonly isTerminal: boolean
}

/** Between two lines of progress, where a line can't be written over. */
const LINE_EVERY_MS = 10_000

/** Copies files for somebody at a terminal; answers a sentence when it could not. */
export const runBlobsCopy = async ({
  config,
  to,
  print,
  isTerminal,
}: BlobsCopyCommand): Promise<string | undefined> => {
  try {
    const [source, target] = [openBlobs(config), openBlobsAt(readBlobsAddress(to))]
    requireWritable(config.dataDir)
    using record = new CopiedBlobs(config.dataDir, target.place)
    print(`Copying files from ${source.place} to ${target.place}.\n`)
    const onProgress = progress(print, isTerminal)
    const copied = await copyBlobs({ from: source, to: target, record, onProgress })
    print(`${isTerminal ? '\n' : ''}${summary(copied)}`)
    return undefined
  } catch (error) {
    if (error instanceof BlobsAddressError) return `--to: ${error.message}.`
    if (error instanceof BlobsCopyError || error instanceof DataDirectoryError) return error.message
    const cause = error instanceof Failure ? (error.details.cause ?? error) : error
    const why = cause instanceof Error ? cause.message : String(cause)
    return `The copy stopped: ${why} No file of the source was changed. Run the same command again: it goes on where it was.`
  }
}

const progress = (print: (text: string) => void, isTerminal: boolean): ((now: BlobsCopied) => void) => {
  let shownMs = performance.now()
  return ({ copied, bytes, before }) => {
    const text = `${copied + before} files looked at, ${copied} copied (${megabytes(bytes)})`
    if (isTerminal) print(`\r\x1b[K${text}`)
    else if (performance.now() - shownMs > LINE_EVERY_MS) {
      shownMs = performance.now()
      print(`${text}\n`)
    }
  }
}

const summary = ({ copied, bytes, before, removed }: BlobsCopied): string =>
  `Copied and compared: ${copied} files (${megabytes(bytes)}). Copied before: ${before}. Removed, because they are gone: ${removed}.\n` +
  'If servers ran meanwhile: stop them, run the same command again, set PARLEY_BLOBS_URL to the new place, and start them.\n'

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
