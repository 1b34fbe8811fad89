import type { Selectable } from 'kysely'
import { foldName } from '../lib/fold-name'
import { storedReadings } from '../lib/pinyin'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import { putSpellings } from '../users/spellings'

/** A nickname in all its stored forms. */
export type NicknameColumns = Pick<Selectable<Schema['members']>, 'nickname' | 'nickname_folded' | 'nickname_pinyin'>

export const nicknameColumns = async (nickname: string | null): Promise<NicknameColumns> => ({
  nickname,
  nickname_folded: nickname === null ? null : foldName(nickname),
  nickname_pinyin: nickname === null ? null : await storedReadings(nickname),
})

/** Completes nicknames that have no readings yet. Returns how many. */
export const readNicknames = async (db: Queries, limit: number): Promise<number> => {
  const rows = await db
    .selectFrom('members')
    .select(['chat_key', 'user_key', 'nickname'])
    .where('nickname', 'is not', null)
    .where('nickname_pinyin', 'is', null)
    .limit(limit)
    .execute()
  for (const { chat_key, user_key, nickname } of rows) {
    const readings = await storedReadings(nickname ?? '')
    const { numUpdatedRows } = await db
      .updateTable('members')
      .set({ nickname_pinyin: readings })
      .where('chat_key', '=', chat_key)
      .where('user_key', '=', user_key)
      .where('nickname', '=', nickname)
      .where('nickname_pinyin', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await putSpellings(db, { chatKey: chat_key, userKey: user_key }, readings)
  }
  return rows.length
}
