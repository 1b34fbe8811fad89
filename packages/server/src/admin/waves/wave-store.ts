import { limits, type WaveId } from '@parley/protocol'
import { type Insertable, type Selectable, sql, type Updateable } from 'kysely'
import type { Queries } from '../../storage/database'
import { minuteOf, type Schema } from '../../storage/schema'

export type WaveRow = Selectable<Schema['waves']>
type AccountRow = Selectable<Schema['wave_accounts']>
/** A chat of a wave, from the next seq to the last. */
export type WaveChat = Omit<Selectable<Schema['wave_chats']>, 'wave_key'>

/** Rows of one statement. */
const INSERTED_AT_ONCE = 500

const inParts = async <T>(rows: readonly T[], insert: (part: T[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < rows.length; at += INSERTED_AT_ONCE) await insert(rows.slice(at, at + INSERTED_AT_ONCE))
}

export const selectById = (db: Queries, id: WaveId): Promise<WaveRow | undefined> =>
  db.selectFrom('waves').selectAll().where('id', '=', id).executeTakeFirst()

/** The latest cleanups, newest first. */
export const selectLatest = (db: Queries): Promise<WaveRow[]> =>
  db
    .selectFrom('waves')
    .selectAll()
    .where('key', '>', 0)
    .orderBy('key', 'desc')
    .limit(sql.lit(limits.wavesListed))
    .execute()

/** The states with work to do, the most urgent first. */
const busy = ['undoing', 'cleaning', 'finishing', 'cleaned'] as const

/** A cleanup with work: one that is under way, or whose time to undo is over. */
export const selectBusy = async (db: Queries, nowMs: number): Promise<WaveRow | undefined> => {
  for (const state of busy) {
    const rows = db.selectFrom('waves').selectAll().where('state', '=', state).orderBy('key').limit(sql.lit(1))
    const over = state === 'cleaned' ? rows.where('ended_at', '<=', nowMs - limits.waveUndoMs) : rows
    const row = await over.executeTakeFirst()
    if (row) return row
  }
  return undefined
}

export const insertWave = (db: Queries, row: Insertable<Schema['waves']>): Promise<WaveRow> =>
  db.insertInto('waves').values(row).returningAll().executeTakeFirstOrThrow()

export const updateWave = (db: Queries, key: number, change: Updateable<Schema['waves']>): Promise<WaveRow> =>
  db.updateTable('waves').set(change).where('key', '=', key).returningAll().executeTakeFirstOrThrow()

/** Locks a cleanup by writing it, and returns it. */
export const touchWave = (db: Queries, key: number): Promise<WaveRow> =>
  db
    .updateTable('waves')
    .set((row) => ({ created_at: row.ref('created_at') }))
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()

/** Counts the accounts and messages of a step; negative numbers for an undo. */
export const addDone = async (
  db: Queries,
  key: number,
  { accounts = 0, messages = 0 }: { readonly accounts?: number; readonly messages?: number },
): Promise<void> => {
  await db
    .updateTable('waves')
    .set((row) => ({
      accounts_done: row('accounts_done', '+', accounts),
      messages_done: row('messages_done', '+', messages),
    }))
    .where('key', '=', key)
    .execute()
}

export const insertAccounts = (db: Queries, waveKey: number, userKeys: readonly number[]): Promise<void> =>
  inParts(userKeys, (part) =>
    db
      .insertInto('wave_accounts')
      .values(part.map((key) => ({ wave_key: waveKey, user_key: key, done: 0, disabled_at: null })))
      .execute(),
  )

export const insertChats = (db: Queries, waveKey: number, chats: readonly WaveChat[]): Promise<void> =>
  inParts(chats, (part) =>
    db
      .insertInto('wave_chats')
      .values(part.map((chat) => ({ wave_key: waveKey, ...chat })))
      .execute(),
  )

/** The next accounts to disable. */
export const selectPending = async (db: Queries, waveKey: number, limit: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('wave_accounts')
    .select('user_key')
    .where('wave_key', '=', waveKey)
    .where('done', '=', sql.lit(0))
    .orderBy('user_key')
    .limit(limit)
    .execute()
  return rows.map(({ user_key }) => user_key)
}

/** The next accounts of a wave. */
export const selectAccounts = (db: Queries, waveKey: number, limit: number): Promise<AccountRow[]> =>
  db.selectFrom('wave_accounts').selectAll().where('wave_key', '=', waveKey).orderBy('user_key').limit(limit).execute()

/** The rows of some users in all cleanups. */
export const selectAccountsOf = (db: Queries, userKeys: readonly number[]): Promise<AccountRow[]> =>
  userKeys.length === 0
    ? Promise.resolve([])
    : db.selectFrom('wave_accounts').selectAll().where('user_key', 'in', userKeys).execute()

export const setAccount = async (db: Queries, { wave_key, user_key, ...change }: AccountRow): Promise<void> => {
  await db
    .updateTable('wave_accounts')
    .set(change)
    .where('wave_key', '=', wave_key)
    .where('user_key', '=', user_key)
    .execute()
}

export const deleteAccounts = async (db: Queries, waveKey: number, userKeys: readonly number[]): Promise<void> => {
  if (userKeys.length === 0) return
  await db.deleteFrom('wave_accounts').where('wave_key', '=', waveKey).where('user_key', 'in', userKeys).execute()
}

/** Makes accounts stay disabled, whatever is undone. Returns whether an undo could have enabled any of them. */
export const keepDisabled = async (db: Queries, userKeys: readonly number[]): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('wave_accounts')
    .set({ disabled_at: null })
    .where('user_key', 'in', userKeys)
    .where('disabled_at', 'is not', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const deleteUser = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('wave_accounts').where('user_key', '=', userKey).execute()
}

/** The next chat of a wave with a part that was not looked through. */
export const selectPendingChat = (db: Queries, waveKey: number): Promise<WaveChat | undefined> =>
  db
    .selectFrom('wave_chats')
    .select(['chat_key', 'next_seq', 'end_seq'])
    .where('wave_key', '=', waveKey)
    .whereRef('next_seq', '<=', 'end_seq')
    .orderBy('chat_key')
    .limit(sql.lit(1))
    .executeTakeFirst()

export const moveChat = async (
  db: Queries,
  { waveKey, chatKey, next }: { waveKey: number; chatKey: number; next: number },
): Promise<void> => {
  await db
    .updateTable('wave_chats')
    .set({ next_seq: next })
    .where('wave_key', '=', waveKey)
    .where('chat_key', '=', chatKey)
    .execute()
}

/** Includes the messages that arrived in the chats of a wave since it began. */
export const moveEnds = async (db: Queries, waveKey: number): Promise<void> => {
  await db
    .updateTable('wave_chats')
    .set(({ selectFrom }) => ({
      end_seq: selectFrom('chats').select('chats.seq').whereRef('chats.key', '=', 'wave_chats.chat_key').$asScalar(),
    }))
    .where('wave_key', '=', waveKey)
    .where(({ exists, selectFrom }) =>
      exists(selectFrom('chats').select('chats.key').whereRef('chats.key', '=', 'wave_chats.chat_key')),
    )
    .execute()
}

/** Adds the chats of a wave's accounts in which something was written since it began. */
export const addChats = async (db: Queries, waveKey: number, sinceMs: number): Promise<void> => {
  await db
    .insertInto('wave_chats')
    .columns(['wave_key', 'chat_key', 'next_seq', 'end_seq'])
    .expression(
      db
        .selectFrom('chats')
        .select([sql.lit(waveKey).as('wave_key'), 'chats.key', sql.lit(1).as('next_seq'), 'chats.seq'])
        // By its index.
        .where('chats.changed_min', '>=', minuteOf(sinceMs))
        .where('chats.last_at', '>=', sinceMs)
        .where(({ eb, exists, or, selectFrom }) =>
          or([
            eb('chats.everybody', '=', sql.lit(1)),
            exists(
              selectFrom('members')
                .innerJoin('wave_accounts', 'wave_accounts.user_key', 'members.user_key')
                .select('members.chat_key')
                .whereRef('members.chat_key', '=', 'chats.key')
                .where('wave_accounts.wave_key', '=', waveKey),
            ),
          ]),
        ),
    )
    .onConflict((conflict) => conflict.columns(['wave_key', 'chat_key']).doNothing())
    .execute()
}

export const deleteChats = async (db: Queries, waveKey: number): Promise<void> => {
  await db.deleteFrom('wave_chats').where('wave_key', '=', waveKey).execute()
}

/** Removes ended cleanups that are too old; returns how many. */
export const deleteOld = async (db: Queries, { before, limit }: { before: number; limit: number }): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('waves')
    .where('key', 'in', (old) =>
      old
        .selectFrom('waves')
        .select('key')
        .where('state', 'in', ['final', 'undone'])
        .where('created_at', '<', before)
        .orderBy('key')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** The chats of some users in which something was written since a time, with their heads. */
export const selectChatsOf = async (
  db: Queries,
  userKeys: readonly number[],
  sinceMs: number,
): Promise<{ readonly key: number; readonly head: number }[]> => {
  const rows = await db
    .selectFrom('chats')
    .select(['key', 'seq'])
    .where('last_at', '>=', sinceMs)
    .where('key', 'in', ({ selectFrom }) =>
      selectFrom('members').select('members.chat_key').where('members.user_key', 'in', userKeys),
    )
    .execute()
  return rows.map(({ key, seq }) => ({ key, head: seq }))
}

/** The chats of everyone, with their heads. */
export const selectChatsOfAll = async (db: Queries): Promise<{ readonly key: number; readonly head: number }[]> => {
  const rows = await db.selectFrom('chats').select(['key', 'seq']).where('everybody', '=', sql.lit(1)).execute()
  return rows.map(({ key, seq }) => ({ key, head: seq }))
}
