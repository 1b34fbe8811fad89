import type { ChatId, Member } from '@parley/protocol'
import type { Queries } from '../storage/database'
import * as store from './store'

interface Group {
  readonly chatKey: number
  readonly chatId: ChatId
}

/** A member row with the internal key of its user. */
export interface Place {
  readonly userKey: number
  readonly member: Member
}

/** Member rows as other domains read them, inside a snapshot of theirs. */
export class GroupMembers {
  /** Rows that changed after a rev, by chat key; of each group one more than a delta may hold says that it is too much. */
  async changedSince(
    db: Queries,
    changes: readonly (Group & { readonly since: number })[],
  ): Promise<Map<number, Place[]>> {
    const rows = await store.selectChanged(db, changes)
    const found = changes.map(({ chatKey, chatId }): [number, Place[]] => [
      chatKey,
      toPlaces(
        rows.filter((row) => row.chat_key === chatKey),
        chatId,
      ),
    ])
    return new Map(found)
  }

  /** Rows for a snapshot: one's own and who came first, at most `limit`. */
  async first(db: Queries, group: Group, first: { userKey: number; limit: number }): Promise<Place[]> {
    return toPlaces(await store.selectFirst(db, group.chatKey, first), group.chatId)
  }

  /** Whether all of some people are or were in a group. */
  async allKnown(db: Queries, chatKey: number, userKeys: readonly number[]): Promise<boolean> {
    return (await store.selectPlaces(db, chatKey, userKeys)).length === userKeys.length
  }

  /** One user's own row, also of a former member. */
  async own(db: Queries, group: Group, userKey: number): Promise<Place[]> {
    return toPlaces(await store.selectPlaces(db, group.chatKey, [userKey]), group.chatId)
  }
}

const toPlaces = (rows: readonly store.PersonRow[], chatId: ChatId): Place[] =>
  rows.map((row) => ({ userKey: row.user_key, member: store.toMember(row, chatId) }))
