import { openBlobs, openBlobsAt } from '../../blobs/open-blobs'
import { BlobsAddressError, readBlobsAddress } from '../../config/blobs-address'
import type { Config } from '../../config/config'
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

/** Copies files and prints the progress. Returns a sentence when it failed. */
export const runBlobsCopy = async ({
  config,
  to,
  print,
  isTerminal,
}: BlobsCopyCommand): Promise<string | undefined> => {
  try {
    const source = openBlobs(config)
    const target = openBlobsAt(readBlobsAddress(to))
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
    return `The copy stopped: ${why} The source was not changed. Run the same command again to resume.`
  }
}

const progress = (print: (text: string) => void, isTerminal: boolean): ((now: BlobsCopied) => void) => {
  let shownMs = performance.now()
  return ({ copied, bytes, before }) => {
    const text = `${copied + before} files checked, ${copied} copied (${megabytes(bytes)})`
    if (isTerminal) print(`\r\x1b[K${text}`)
    else if (performance.now() - shownMs > LINE_EVERY_MS) {
      shownMs = performance.now()
      print(`${text}\n`)
    }
  }
}

const summary = ({ copied, bytes, before, removed }: BlobsCopied): string =>
  `Copied and compared: ${copied} files (${megabytes(bytes)}). Copied before: ${before}. Removed because the source no longer has them: ${removed}.\n` +
  'If servers were running: stop them, run the same command again, set PARLEY_BLOBS_URL to the new place, and start them.\n'

const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`
