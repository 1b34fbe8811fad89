import type { Me, MediaId, User, UserId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { readingsField } from '../lib/pinyin'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { keyLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'
import { PROFILES } from './spellings'

export type UserRow = Selectable<Schema['users']>

const publicColumns = ['key', 'id', 'username', 'name', 'pinyin', 'bio', 'avatar', 'profile_rev', 'erased_at'] as const
type PublicRow = Pick<UserRow, (typeof publicColumns)[number]>

/** The public profile as it stands on the wire. */
export const toUser = (row: PublicRow): User => ({
  id: toId<UserId>(row.id),
  username: row.username,
  name: row.name,
  ...readingsField('pinyin', row.pinyin),
  ...(row.avatar ? { avatar: toId<MediaId>(row.avatar) } : {}),
  ...(row.bio === null ? {} : { bio: row.bio }),
  ...(row.erased_at === null ? {} : { deleted: true }),
  rev: row.profile_rev,
})

type OwnColumns = Pick<
  UserRow,
  'admin' | 'muted_until' | 'second_factor_at' | 'recovery_codes' | 'passkeys' | 'export_until'
>

/** A user's own profile. */
export const toMe = (row: PublicRow & OwnColumns): Me => ({
  ...toUser(row),
  admin: row.admin === 1,
  ...(row.muted_until === null ? {} : { mutedUntil: row.muted_until }),
  ...(row.second_factor_at === null
    ? {}
    : { secondFactor: { since: row.second_factor_at, recoveryCodesLeft: row.recovery_codes } }),
  ...(row.passkeys === 0 ? {} : { passkeys: row.passkeys }),
  ...(row.export_until === null ? {} : { exportUntil: row.export_until }),
})

const byIds = prepared((db: Queries, ids: readonly Uint8Array[]) =>
  db.selectFrom('users').select(publicColumns).where('id', 'in', ids).orderBy('key'),
)
const byKey = keyLookup<number, UserRow>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').selectAll().where(isKey('key')),
  keyOf: ({ key }) => key,
})

export const selectByKeys = keyLookup<number, PublicRow>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(publicColumns).where(isKey('key')).orderBy('key'),
  keyOf: ({ key }) => key,
})

export const selectByIds = (db: Queries, ids: readonly UserId[]): Promise<PublicRow[]> => byIds(db, ids.map(toBytes))

export const selectById = (db: Queries, id: UserId): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

/** The administrators who can sign in, by the index of administrators. */
export const selectActiveAdmins = (db: Queries): Promise<Pick<UserRow, 'key' | 'id'>[]> =>
  db
    .selectFrom('users')
    .select(['key', 'id'])
    .where('admin', '=', sql.lit(1))
    .where('created_at', '>=', 0)
    .where('disabled_at', 'is', null)
    .where('closed_at', 'is', null)
    .execute()

/** Above everything that begins with a text. */
const last = '\u{10ffff}'

export interface NameSearch {
  readonly prefix: string
  readonly searcherKey: number
  /** One of a few numbers: it becomes part of the query. */
  readonly limit: number
}

/**
 * Results of a search by the prefix of the folded name, in the order of names. Disabled and closed accounts are left out,
 * and so are users hidden from searches, except friends.
 */
export const selectByName = (db: Queries, { prefix, searcherKey, limit }: NameSearch): Promise<PublicRow[]> =>
  findable(db, searcherKey)
    .where('name_folded', '>=', prefix)
    .where('name_folded', '<', prefix + last)
    .orderBy('name_folded')
    .orderBy('key')
    .limit(sql.lit(limit))
    .execute()

/** The same by the pinyin of names. A name has up to four spellings, and is found by each. */
export const selectBySpelling = (db: Queries, { prefix, searcherKey, limit }: NameSearch): Promise<PublicRow[]> =>
  findable(db, searcherKey)
    .innerJoin('spellings', 'spellings.user_key', 'users.key')
    .where('spellings.chat_key', '=', PROFILES)
    .where('spellings.text', '>=', prefix)
    .where('spellings.text', '<', prefix + last)
    .orderBy('spellings.text')
    .orderBy('users.key')
    .limit(sql.lit(4 * limit))
    .execute()

const findable = (db: Queries, searcherKey: number) =>
  db
    .selectFrom('users')
    .select(publicColumns.map((column) => `users.${column}` as const))
    .where('disabled_at', 'is', null)
    .where('closed_at', 'is', null)
    .where(({ eb, or, exists, selectFrom }) =>
      or([
        eb('found_by', '=', 'everybody'),
        eb('users.key', '=', searcherKey),
        exists(
          selectFrom('friends')
            .select('friends.owner_key')
            .whereRef('friends.owner_key', '=', 'users.key')
            .where('friends.peer_key', '=', searcherKey)
            .where('friends.state', '=', 'friends'),
        ),
      ]),
    )

/** The user of a name, disabled ones included. User names are stored in lower case. */
export const selectByUsername = (db: Queries, username: string): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('username', '=', username.toLowerCase()).executeTakeFirst()

export const selectByKey = async (db: Queries, key: number): Promise<UserRow | undefined> => (await byKey(db, [key]))[0]
