import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { kyselyOver, openConnection } from '../sqlite/bun-sqlite'
import { migrations } from './all'
import { runMigrations } from './run-migrations'

const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < '0022'))

test('held uploads of retracted messages from before move to ids that no user knows, and bans by reports hide who made them', async () => {
  const connection = openConnection(':memory:')
  const db = kyselyOver(connection)
  await runMigrations(db, { kind: 'sqlite', migrations: before })
  await sql`pragma foreign_keys = off`.execute(db)
  const upload = (key: number, releasedAt: number | null) =>
    sql`insert into media (key, id, owner_key, name, sent_size, created_at, used_at, kept, released_at)
      values (${key}, ${Buffer.alloc(16, key)}, 1, 'cat.png', 9, 0, 0, 1, ${releasedAt})`.execute(db)
  await upload(1, null)
  await upload(2, 5)
  await upload(3, 5)
  for (const key of [1, 2]) await sql`insert into media_holds values (${key}, ${Buffer.alloc(16, 9)})`.execute(db)
  await sql`insert into reports (id, chat_key, user_key, at, count, reasons, messages, ended_at, act, ended_by, by_admin)
    values (${Buffer.alloc(16, 9)}, 1, 4, 0, 1, '{}', '[]', 7, 'ban', 8, 1)`.execute(db)
  for (const user of [4, 5]) await sql`insert into bans values (1, ${user}, 8, 7)`.execute(db)
  await runMigrations(db, { kind: 'sqlite', migrations })
  const rows = await db.selectFrom('media').select(['key', 'id', 'copy_of', 'copied']).orderBy('key').execute()
  expect(rows.map(({ key, id, copy_of, copied }) => [key, id[0] === key, copy_of?.[0], copied])).toEqual([
    [1, true, undefined, 1],
    [2, false, 2, 0],
    [3, true, undefined, 1],
  ])
  expect(await db.selectFrom('media_holds').select('media_key').orderBy('media_key').execute()).toEqual([
    { media_key: 1 },
    { media_key: 2 },
  ])
  expect(await db.selectFrom('bans').select(['user_key', 'by_admin']).orderBy('user_key').execute()).toEqual([
    { user_key: 4, by_admin: 1 },
    { user_key: 5, by_admin: 0 },
  ])
  // A node of an earlier version removes the row of an upload that is held.
  await sql`pragma foreign_keys = on`.execute(db)
  expect((await sql`delete from media where key = 2 returning key`.execute(db)).rows).toEqual([{ key: 2 }])
  connection.close()
})
