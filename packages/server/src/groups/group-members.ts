import type { ChatId, Member } from '@parley/protocol'
import type { Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { UserRef } from '../users/users'
import * as store from './store'

interface Group {
  readonly chatKey: number
  readonly chatId: ChatId
}

interface Own extends Group {
  readonly memberRow: Selectable<Schema['members']> | undefined
}

/** A member row with the internal key of its user. */
export interface Place {
  readonly userKey: number
  readonly member: Member
}

/** Member rows for other domains, inside their snapshot. */
export class GroupMembers {
  /**
   * Rows that changed after a rev, by chat key; of each group one more than a delta may hold shows that they are too
   * many.
   */
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

  /** Number of rows that changed after a rev, by chat key; up to one more than a delta may hold. */
  countChanges(
    db: Queries,
    changes: readonly { readonly chatKey: number; readonly since: number }[],
  ): Promise<ReadonlyMap<number, number>> {
    return store.countChanged(db, changes)
  }

  /** Rows of some senders with more than plain membership: a role, a nickname, a mute. */
  async standingOut(db: Queries, group: Group, userKeys: readonly number[]): Promise<Place[]> {
    const rows = await store.selectMembers(db, group.chatKey, userKeys)
    const found = rows.filter(standsOut).sort((a, b) => a.user_key - b.user_key)
    return toPlaces(found, group.chatId)
  }

  /** Whether all of some users are or were in a group. */
  async allKnown(db: Queries, chatKey: number, userKeys: readonly number[]): Promise<boolean> {
    return (await store.selectMembers(db, chatKey, userKeys)).length === userKeys.length
  }
}

/** A user's own row, also as a former member, in its snapshot form. */
export const ownPlace = ({ chatId, memberRow }: Own, user: UserRef): Place[] =>
  memberRow ? toPlaces([{ ...memberRow, user_id: user.id }], chatId) : []

const standsOut = (row: store.PersonRow): boolean =>
  row.left_seq === null && (row.role !== 'member' || row.nickname !== null || row.muted_until !== null)

const toPlaces = (rows: readonly store.PersonRow[], chatId: ChatId): Place[] =>
  rows.map((row) => ({ userKey: row.user_key, member: store.toMember(row, chatId) }))
