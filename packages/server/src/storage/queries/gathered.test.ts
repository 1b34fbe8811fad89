import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { systemClock } from '../../lib/clock'
import { findPostgres } from '../../testing/postgres'
import { openTestDatabase } from '../../testing/test-database'
import type { Queries } from '../database'
import { gathered } from './gathered'

/** Doubles numbers below 1,000, except 13, and counts its queries. */
const doubles = () => {
  const asked: (readonly number[])[] = []
  const find = gathered(
    async (db: Queries, keys: readonly number[]) => {
      asked.push(keys)
      const list = sql.join(keys.map((key) => sql`cast(${key} as bigint)`))
      const found = await sql<{ key: number; double: number }>`
        select key, key * 2 / least(abs(key - 13), 1) as double from generate_series(0::int8, 999) key
        where key in (${list}) order by key desc`.execute(db)
      return found.rows
    },
    { idOf: (key) => key, foundBy: ({ key }) => key },
  )
  return { asked, find }
}

const readAll = async (reads: number, keysOf: (at: number) => readonly number[]) => {
  await using opened = await openTestDatabase({ clock: systemClock, kind: 'postgres' })
  const { asked, find } = doubles()
  const answers = await Promise.allSettled(
    Array.from({ length: reads }, (_, at) => opened.database.read((db) => find(db, keysOf(at)))),
  )
  return { asked, answers }
}
const fulfilled = (keys: readonly number[]) => ({
  status: 'fulfilled',
  value: keys.map((key) => ({ key, double: key * 2 })),
})

test.skipIf(!findPostgres())(
  'reads that share a snapshot ask together, and each gets its own rows in their order',
  async () => {
    const { asked, answers } = await readAll(200, (at) => [at + 100, at + 101, 5_000])
    for (const [at, answer] of answers.entries()) expect(answer).toMatchObject(fulfilled([at + 101, at + 100]))
    // Four start alone; the others share snapshots, 32 at a time.
    expect(asked.length).toBeLessThanOrEqual(4 + Math.ceil(196 / 32))
  },
)

test.skipIf(!findPostgres())('a lookup that fails spoils no other, and one for many keys asks by itself', async () => {
  const many = Array.from({ length: 600 }, (_, at) => 300 + at)
  const keysOf = (at: number) => (at === 50 ? [13] : at === 60 ? many : [at + 100])
  const { answers } = await readAll(100, keysOf)
  for (const [at, answer] of answers.entries())
    if (at === 50) expect(answer).toMatchObject({ status: 'rejected', reason: { code: '22012' } })
    else expect(answer).toMatchObject(fulfilled([...keysOf(at)].reverse()))
})
