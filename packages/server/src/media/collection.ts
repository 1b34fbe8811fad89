import { limits, type MediaId } from '@parley/protocol'
import type { Blobs, ListedBlob } from '../blobs/blobs'
import { inTurns } from '../lib/in-turns'
import { silentLogger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { keysOf } from './blob-keys'
import { selectHeld } from './holds-store'
import { isSeen, isShown } from './media-facts'
import { type IdsOfOthers, MediaSweep } from './media-sweep'
import { type MediaRow, selectReady } from './store'
import * as store from './sweep-store'

/** An upload that the sweep removes, and why. */
export interface GoingUpload {
  readonly id: MediaId
  /** Bytes that it takes, or was announced with. */
  readonly bytes: number
  readonly why: 'released' | 'cleared' | 'never_shown' | 'never_sent' | 'never_arrived'
}

/** A blob that no upload names, and why. */
export interface StrayBlob extends ListedBlob {
  readonly why: 'no_upload' | 'other_version'
}

interface MediaCollectionOptions {
  readonly database: Database
  readonly blobs: Blobs
  readonly idsOfOthers: IdsOfOthers
}

const PAGE = 200
const AT_ONCE = 8

/**
 * Compares all uploads with their uses, and all blobs with the uploads. Finds data that the sweep would remove, and
 * remains of a crash or a restored backup. Servers can keep running, because it ignores data younger than a day.
 */
export class MediaCollection {
  constructor(private readonly options: MediaCollectionOptions) {}

  /** Uploads that the sweep removes with its next runs. */
  async *going(): AsyncGenerator<GoingUpload> {
    for await (const rows of this.pages()) {
      const keys = rows.map(({ key }) => key)
      const uses = await this.options.database.read((db) => store.selectUsesOf(db, keys))
      const held = await this.options.database.read((db) => selectHeld(db, keys))
      const byUpload = Map.groupBy(uses, (use) => use.media_key)
      for (const row of rows) {
        const why = this.reason(row, byUpload.get(row.key) ?? [])
        if (why && !(why === 'released' && held.has(row.key))) yield { id: toId(row.id), bytes: row.stored_bytes, why }
      }
    }
  }

  /** Removes what `going` finds. */
  async sweep(): Promise<void> {
    const { database, blobs, idsOfOthers } = this.options
    // The lease keeps nodes from doing the same work at the same time; doing it twice does no harm.
    const leases = { require: async () => {} }
    const sweep = new MediaSweep({ database, blobs, idsOfOthers, leases, logger: silentLogger })
    while (await sweep.run({ name: sweep.name, fence: 0 }));
  }

  /**
   * Blobs that no upload names.
   * @param seen is called for each blob that an upload names
   */
  async *strays(seen: () => void): AsyncGenerator<StrayBlob> {
    let after: string | undefined
    do {
      const page = await this.options.blobs.list({ after, limit: PAGE })
      const rows = await this.rowsOf(page.blobs)
      const others = await this.othersOf(page.blobs)
      for (const blob of page.blobs) {
        const row = rows.get(idOf(blob))
        const isOfUpload = row !== undefined && (row.version === null || keysOf(row).includes(blob.key))
        const isNamed = isOfUpload || others.has(idOf(blob))
        if (isNamed) seen()
        else if (blob.storedAt < this.before()) yield { ...blob, why: row ? 'other_version' : 'no_upload' }
      }
      after = page.next
    } while (after !== undefined)
  }

  /** Removes a stray, unless an upload names it by now. Answers whether it was removed. */
  async removeStray(stray: StrayBlob): Promise<boolean> {
    const row = (await this.rowsOf([stray])).get(idOf(stray))
    if (row && (row.version === null || keysOf(row).includes(stray.key))) return false
    if ((await this.othersOf([stray])).has(idOf(stray))) return false
    await this.options.blobs.remove(stray.key)
    return true
  }

  /** Keys of blobs that are not in the store although uploads name them. */
  async *missing(): AsyncGenerator<string> {
    for await (const rows of this.pages()) {
      const named = rows.filter((row) => row.ready_at !== null && row.released_at === null)
      const lost = await inTurns(AT_ONCE, named, (row) => this.missingOf(row))
      yield* lost.flat()
    }
  }

  private async missingOf(row: MediaRow): Promise<string[]> {
    const { blobs, database } = this.options
    const lost: string[] = []
    for (const key of keysOf(row)) if ((await blobs.get(key)) === undefined) lost.push(key)
    if (lost.length === 0) return lost
    // It may have been removed in order, since the row was read.
    const still = await database.read((db) => selectReady(db, [toId(row.id)]))
    return still.length > 0 ? lost : []
  }

  private async *pages(): AsyncGenerator<MediaRow[]> {
    let after = 0
    while (true) {
      const rows = await this.options.database.read((db) => store.selectPage(db, { after, limit: PAGE }))
      if (rows.length > 0) yield rows
      if (rows.length < PAGE) return
      after = rows.at(-1)?.key ?? after
    }
  }

  private async rowsOf(blobs: readonly ListedBlob[]): Promise<ReadonlyMap<MediaId, MediaRow>> {
    const ids = [...new Set(blobs.map(idOf))]
    if (ids.length === 0) return new Map()
    const rows = await this.options.database.read((db) => store.selectRows(db, ids))
    return new Map(rows.map((row) => [toId<MediaId>(row.id), row]))
  }

  private othersOf(blobs: readonly ListedBlob[]): Promise<ReadonlySet<string>> {
    const { database, idsOfOthers } = this.options
    return database.read((db) => idsOfOthers(db, [...new Set(blobs.map(idOf))]))
  }

  private reason(row: MediaRow, uses: Awaited<ReturnType<typeof store.selectUsesOf>>): GoingUpload['why'] | undefined {
    if (row.released_at !== null) return 'released'
    const before = this.before()
    if (uses.some((use) => use.settled === 1 || use.used_at >= before || isSeen(use))) return undefined
    if (uses.length > 0) return uses.some(isShown) ? 'cleared' : 'never_shown'
    if (row.kept === 1 || row.used_at >= before) return undefined
    return row.ready_at === null ? 'never_arrived' : 'never_sent'
  }

  private before(): number {
    return this.options.database.now() - limits.mediaUnusedMs
  }
}

const idOf = ({ key }: ListedBlob): MediaId => key.slice(0, key.indexOf('/')) as MediaId
