import type { Blobs, ListedBlob } from '../../blobs/blobs'
import { inTurns } from '../../lib/in-turns'
import { newSecret } from '../../lib/secret'
import type { CopiedBlobs } from './copied-blobs'

/** Why files can't be copied. The message says what to do. */
export class BlobsCopyError extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'BlobsCopyError'
  }
}

/** The result of one run. */
export interface BlobsCopied {
  /** Files that were copied and compared in this run. */
  readonly copied: number
  readonly bytes: number
  /** Files that earlier runs had copied. */
  readonly before: number
  /** Files that people removed in the source since an earlier run; they are removed from the copy, too. */
  readonly removed: number
}

export interface BlobsCopyOptions {
  readonly from: Blobs
  readonly to: Blobs
  readonly record: CopiedBlobs
  /** Called after each file. */
  readonly onProgress: (now: BlobsCopied) => void
}

const PAGE = 500
const AT_ONCE = 4
/** The mark of a place until its copy is complete. */
const unfinishedMark = (mark: string): string => `copying-${mark}`

/**
 * Copies all files to another place, and then compares each by size and SHA-256. Servers can keep using the source. A
 * run that was killed continues when it is started again.
 * @throws {BlobsCopyError} with a sentence that says what to do
 */
export const copyBlobs = async ({ from, to, record, onProgress }: BlobsCopyOptions): Promise<BlobsCopied> => {
  const marks = await beginCopy(from, to)
  const now = { copied: 0, bytes: 0, before: 0, removed: 0 }
  let after: string | undefined
  do {
    const page = await from.list({ after, limit: PAGE })
    await inTurns(AT_ONCE, page.blobs, async (blob) => {
      if (record.has(blob)) now.before++
      else if (await copyOne({ from, to }, blob)) {
        record.add(blob)
        now.copied++
        now.bytes += blob.size
      }
      onProgress(now)
    })
    after = page.next
  } while (after !== undefined)
  now.removed = await removeGone({ from, to, record })
  for (const mark of marks) await to.addMark(mark)
  return now
}

/** Requires a target that is empty or was begun by an earlier run. Returns the marks of the source. */
const beginCopy = async (from: Blobs, to: Blobs): Promise<readonly string[]> => {
  if (from.place === to.place) throw new BlobsCopyError(`${to.place} already has the files: name another place.`)
  if ((await from.marks()).length === 0) await from.addMark(newSecret(16))
  const marks = await from.marks()
  const there = await to.marks()
  const isOurs = marks.some((mark) => there.includes(mark) || there.includes(unfinishedMark(mark)))
  if (!isOurs && (there.length > 0 || (await to.list({ limit: 1 })).blobs.length > 0))
    throw new BlobsCopyError(`${to.place} contains other files: name an empty place, such as another prefix.`)
  if (!isOurs) for (const mark of marks) await to.addMark(unfinishedMark(mark))
  return marks
}

/** Removes deleted files from the copy. Returns the number of files with deleted ids. */
const removeGone = async ({ from, to, record }: Omit<BlobsCopyOptions, 'onProgress'>): Promise<number> => {
  const missed = Map.groupBy(record.missed(), (key) => key.slice(0, key.indexOf('/')))
  let removed = 0
  for (const [id, keys] of missed) {
    // Listings can be stale, reads of one key can't.
    const found = await Promise.all(keys.map((key) => from.get(key)))
    if (found.some((blob) => blob !== undefined)) continue
    await to.remove(id)
    record.forget(id)
    removed += keys.length
  }
  return removed
}

type Sides = Pick<BlobsCopyOptions, 'from' | 'to'>

/** Returns false when the file was removed in the meantime. */
const copyOne = async ({ from, to }: Sides, { key, size }: ListedBlob): Promise<boolean> => {
  try {
    const isThere = (await to.get(key))?.size === size
    if (isThere && (await sumIn(from, key)) === (await sumIn(to, key))) return true
    const hash = new Bun.CryptoHasher('sha256')
    await to.put(key, { size, bytes: hashed(bytesIn(from, key), hash) })
    if (hash.digest('hex') !== (await sumIn(to, key)))
      throw new BlobsCopyError(`${key} in ${to.place} differs from what was written: that store loses data.`)
    return true
  } catch (error) {
    if (!(error instanceof BlobsCopyError) && (await from.get(key)) === undefined) return false
    throw error
  }
}

async function* bytesIn(blobs: Blobs, key: string): AsyncGenerator<Uint8Array> {
  const blob = await blobs.get(key)
  if (blob) yield* new Response(await blob.slice(0, blob.size)).body as unknown as AsyncIterable<Uint8Array>
}

async function* hashed(bytes: AsyncIterable<Uint8Array>, hash: Bun.CryptoHasher): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    hash.update(chunk)
    yield chunk
  }
}

const sumIn = async (blobs: Blobs, key: string): Promise<string> => {
  const hash = new Bun.CryptoHasher('sha256')
  for await (const chunk of bytesIn(blobs, key)) hash.update(chunk)
  return hash.digest('hex')
}
