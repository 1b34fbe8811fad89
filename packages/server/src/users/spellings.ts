import { spellingsOf } from '../lib/pinyin'
import type { Queries } from '../storage/database'

/** The place of a name: a group for a nickname, nothing for the name of a profile. */
export interface NamePlace {
  readonly userKey: number
  readonly chatKey?: number
}

/** In place of a chat: the names of profiles. Keys of chats begin with 1. */
export const PROFILES = 0

/** Replaces the texts that find a person by a name. */
export const putSpellings = async (
  db: Queries,
  { userKey, chatKey = PROFILES }: NamePlace,
  readings: string | null,
): Promise<void> => {
  await db.deleteFrom('spellings').where('user_key', '=', userKey).where('chat_key', '=', chatKey).execute()
  const rows = spellingsOf(readings ?? '').map((text) => ({ chat_key: chatKey, text, user_key: userKey }))
  if (rows.length > 0) await db.insertInto('spellings').values(rows).execute()
}

/** Removes the texts of all names of a person. */
export const eraseSpellings = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('spellings').where('user_key', '=', userKey).execute()
}
