import type { ChatId, Member, UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { readingsField } from '../lib/pinyin'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import { putSpellings } from '../users/spellings'
import type { UserRef } from '../users/users'
import type { NicknameColumns } from './nicknames'
import type { ChatRow } from './store'

type MemberRow = Selectable<Schema['members']>

/** A user's membership of a chat. */
export interface MemberPlace {
  readonly chatKey: number
  readonly userKey: number
}

/** A new or returning member. */
export interface NewMember {
  readonly user: UserRef
  readonly role: Member['role']
  readonly joinedSeq: number
  readonly visibleFrom: number
}

/**
 * Writes member rows at the chat's rev, and returns them in their wire form. Returning members keep nickname and mute,
 * because leaving ends neither.
 */
export const putMembers = async (db: Queries, row: ChatRow, members: readonly NewMember[]): Promise<Member[]> => {
  const chatId = toId<ChatId>(row.id)
  const rows: Member[] = []
  for (const { user, role, joinedSeq, visibleFrom } of members) {
    const place = {
      role,
      joined_seq: joinedSeq,
      visible_from: visibleFrom,
      left_seq: null,
      left_chat: null,
      rev: row.rev,
    }
    const written = await db
      .insertInto('members')
      .values({ chat_key: row.key, user_key: user.key, ...place })
      .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doUpdateSet(place))
      .returningAll()
      .executeTakeFirstOrThrow()
    rows.push(toMember(written, { chatId, userId: user.id }))
  }
  return rows
}

/** Columns of a member row that change during membership. */
export type MemberChange = Partial<Pick<MemberRow, 'role' | 'muted_until'> & NicknameColumns>

/** Changes a member row, under the chat's rev of the change. */
export const updateMember = async (
  db: Queries,
  { chatKey, userKey }: MemberPlace,
  change: MemberChange & Pick<MemberRow, 'rev'>,
): Promise<void> => {
  if (change.nickname_pinyin !== undefined) await putSpellings(db, { chatKey, userKey }, change.nickname_pinyin)
  await db.updateTable('members').set(change).where('chat_key', '=', chatKey).where('user_key', '=', userKey).execute()
}

/** The end of a membership: the newest seq that the former member reads, and the chat row that they keep. */
export interface LeftPlace extends MemberPlace {
  readonly leftSeq: number
  readonly leftChat: string
  readonly rev: number
}

/** Ends a membership, with its role. */
export const updateLeft = async (
  db: Queries,
  { chatKey, userKey, leftSeq, leftChat, rev }: LeftPlace,
): Promise<void> => {
  await db
    .updateTable('members')
    .set({ left_seq: leftSeq, left_chat: leftChat, role: 'member', rev })
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', userKey)
    .execute()
}

/** A mute of a member, or of a user in a chat of all users. */
export interface MutedPlace extends MemberPlace {
  /** Null ends the mute. */
  readonly until: number | null
  readonly visibleFrom: number
  readonly rev: number
}

/** Stores the end of a mute; creates the row in a chat of all users. */
export const putMuted = async (
  db: Queries,
  { chatKey: chat_key, userKey: user_key, until: muted_until, visibleFrom: visible_from, rev }: MutedPlace,
): Promise<void> => {
  await db
    .insertInto('members')
    .values({ chat_key, user_key, role: 'member', joined_seq: 0, visible_from, muted_until, rev })
    .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doUpdateSet({ muted_until, rev }))
    .execute()
}

/** The wire's member row. */
export const toMember = (row: MemberRow, of: { readonly chatId: ChatId; readonly userId: UserId }): Member => ({
  ...of,
  rev: row.rev,
  role: row.role,
  ...(row.nickname === null ? {} : { nickname: row.nickname }),
  ...readingsField('nicknamePinyin', row.nickname_pinyin),
  ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
  joinedSeq: row.joined_seq,
  visibleFrom: row.visible_from,
  ...(row.left_seq === null ? {} : { leftSeq: row.left_seq }),
})
