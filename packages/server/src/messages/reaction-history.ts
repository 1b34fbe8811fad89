import { type ChatId, limits, type MyReaction, type Reactions } from '@parley/protocol'
import type { Queries } from '../storage/database'
import * as store from './reaction-store'

export type { ReactionRange } from './reaction-store'

/** Stored reactions for other domains, inside their snapshot. */
export class ReactionHistory {
  /**
   * The reactions of some ranges, by chat key, oldest message first. One more than a delta may hold means that they are
   * too many.
   */
  async readChanges(db: Queries, wanted: readonly store.ReactionRange[]): Promise<Map<number, Reactions[]>> {
    const rows = await store.selectRanges(db, wanted)
    const reactions = await store.toReactions(db, rows)
    const found = new Map<number, Reactions[]>()
    for (const [at, row] of rows.entries()) {
      const one = reactions[at]
      if (!one) continue
      const list = found.get(row.chat_key)
      if (list) list.push(one)
      else found.set(row.chat_key, [one])
    }
    return found
  }

  /** Number of rows that changed in some ranges, by chat key; up to one more than a delta may hold. */
  countChanges(db: Queries, wanted: readonly store.ReactionRange[]): Promise<ReadonlyMap<number, number>> {
    return store.countChanged(db, wanted)
  }

  /** One user's own reactions that changed after a rev; a snapshot holds only the newest. */
  readOwn(db: Queries, userKey: number, since: number): Promise<MyReaction[]> {
    const limit = since === 0 ? limits.snapshotReactions : Number.MAX_SAFE_INTEGER
    return store.selectOwnSince(db, userKey, { since, limit })
  }

  /** The reactions to a page of messages, and one user's own among them. */
  async readPage(db: Queries, userKey: number, page: Page): Promise<{ reactions: Reactions[]; mine: MyReaction[] }> {
    const reactions = (await this.readChanges(db, [{ ...page, since: 0 }])).get(page.chatKey) ?? []
    return { reactions, mine: reactions.length > 0 ? await store.selectOwnRange(db, userKey, page) : [] }
  }
}

interface Page extends Omit<store.ReactionRange, 'since'> {
  readonly chatId: ChatId
}
