import { limits } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { fail } from '../lib/fail'
import type { Database } from '../storage/database'
import * as store from './store'

export interface StorageCountOptions {
  readonly database: Pick<Database, 'read' | 'now'>
  readonly clock: Clock
}

/** Files of one person or chat. */
export interface Files {
  readonly files: number
  readonly bytes: number
}

/** Files of a person or a chat, by its key. */
export interface CountedFiles extends Files {
  readonly key: number
}

/** All files as they were at a time, and the people and chats with the most of them, largest first. */
export interface StorageCounted {
  readonly countedAt: number
  readonly total: Files
  readonly people: readonly CountedFiles[]
  readonly chats: readonly CountedFiles[]
}

/** Rows of one read. */
const PAGE_ROWS = 2_000
/** How long a view waits for a count. Large servers take longer: later views get its result. */
const WAIT_MS = 3_000

/**
 * Counts the files of all people and chats. A count reads all rows in pages, so that other queries run in between. It begins when
 * an administrator looks and the last one is old. Until it ends, it holds two numbers for each person and chat with files.
 */
export class StorageCount {
  private held: StorageCounted | undefined
  private counting: Promise<StorageCounted> | undefined

  constructor(private readonly options: StorageCountOptions) {}

  /**
   * The latest count. An old one is returned only while the next one takes longer than a view waits.
   * @throws Failure with `unavailable` while the first count takes longer than that
   */
  async read(): Promise<StorageCounted> {
    const { clock, database } = this.options
    // A clock that was set back doesn't keep an old count.
    if (this.held && Math.abs(database.now() - this.held.countedAt) < limits.storageFreshMs) return this.held
    this.counting ??= this.count().finally(() => {
      this.counting = undefined
    })
    const waited = Promise.withResolvers<undefined>()
    const timer = clock.setTimeout(() => waited.resolve(undefined), WAIT_MS)
    const counted = await Promise.race([this.counting, waited.promise]).finally(() => clock.clearTimeout(timer))
    const known = counted ?? this.held
    if (known) return known
    throw fail('unavailable', {
      retryAfterMs: 5_000,
      message: 'The server is still counting its files. Try again in a few seconds.',
    })
  }

  private async count(): Promise<StorageCounted> {
    const { database } = this.options
    const countedAt = database.now()
    const total = { files: 0, bytes: 0 }
    const people = new Map<number, { files: number; bytes: number }>()
    const chats = new Map<number, { files: number; bytes: number }>()
    let after = 0
    while (true) {
      const page = await database.read((db) => store.selectPage(db, { after, limit: PAGE_ROWS }))
      for (const { owner_key, chat_key, bytes } of page) {
        add(total, Number(bytes))
        addTo(people, owner_key, Number(bytes))
        if (chat_key !== null) addTo(chats, chat_key, Number(bytes))
      }
      const last = page.at(-1)
      if (!last || page.length < PAGE_ROWS) break
      after = last.key
    }
    this.held = { countedAt, total, people: largest(people), chats: largest(chats) }
    return this.held
  }
}

type Sum = { files: number; bytes: number }

const add = (sum: Sum, bytes: number) => {
  sum.files++
  sum.bytes += bytes
}

const addTo = (sums: Map<number, Sum>, key: number, bytes: number) => {
  const sum = sums.get(key)
  if (sum) add(sum, bytes)
  else sums.set(key, { files: 1, bytes })
}

/** The largest of many sums, without sorting all of them more than once. */
const largest = (sums: ReadonlyMap<number, Sum>): CountedFiles[] =>
  [...sums]
    .map(([key, sum]) => ({ key, ...sum }))
    .sort((a, b) => b.bytes - a.bytes || a.key - b.key)
    .slice(0, limits.storageListed)
