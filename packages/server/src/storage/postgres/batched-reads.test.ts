import { expect, test } from 'bun:test'
import { sql } from 'kysely'
import { systemClock } from '../../lib/clock'
import { fail } from '../../lib/fail'
import { findPostgres } from '../../testing/postgres'
import { openTestDatabase } from '../../testing/test-database'
import type { Queries } from '../database'

const number = async (db: Queries, value: number): Promise<number> => {
  const { rows } = await sql<{ value: number }>`select ${value}::int8 as value`.execute(db)
  return rows[0]?.value ?? 0
}

test.skipIf(!findPostgres())('many reads at once share snapshots, and one that fails spoils no other', async () => {
  await using opened = await openTestDatabase({ clock: systemClock, kind: 'postgres' })
  const { database } = opened
  const outcomes = await Promise.allSettled(
    Array.from({ length: 500 }, (_, at) =>
      database.read(async (db) => {
        if (at % 50 === 7) throw fail('not_found')
        if (at % 50 === 9) await sql`select no_such_column from users`.execute(db)
        return (await number(db, at)) + (await number(db, 1))
      }),
    ),
  )
  for (const [at, outcome] of outcomes.entries()) {
    if (at % 50 === 7) expect(outcome).toMatchObject({ status: 'rejected', reason: { failure: 'not_found' } })
    else if (at % 50 === 9) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: '42703' } })
    else expect(outcome).toEqual({ status: 'fulfilled', value: at + 1 })
  }
})
