import { expect, test } from 'bun:test'
import { systemClock } from '../../lib/clock'
import { openTestDatabase } from '../../testing/test-database'
import type { Queries } from '../database'
import { prepared } from './prepared'

const open = async () => {
  const test = await openTestDatabase({ clock: systemClock })
  await test.database.write(async ({ db }) => {
    const row = (name: string) => ({ name, value: name.toUpperCase() })
    await db.insertInto('meta').values(['a', 'b', 'c'].map(row)).execute()
  })
  return test
}

test('every run of a prepared query has its own values, in lists and limits too', async () => {
  await using opened = await open()
  let built = 0
  const named = prepared((db: Queries, names: readonly string[]) => {
    built++
    return db.selectFrom('meta').select('value').where('name', 'in', names).orderBy('name', 'desc')
  })
  const after = prepared((db: Queries, page: { name: string; limit: number }) => {
    built++
    return db.selectFrom('meta').select('value').where('name', '>', page.name).orderBy('name').limit(page.limit)
  })
  await opened.database.read(async (db) => {
    expect(await named(db, ['a', 'b'])).toEqual([{ value: 'B' }, { value: 'A' }])
    expect(await named(db, ['a', 'c'])).toEqual([{ value: 'C' }, { value: 'A' }])
    expect(await named(db, ['b'])).toEqual([{ value: 'B' }])
    expect(await after(db, { name: 'a', limit: 1 })).toEqual([{ value: 'B' }])
    expect(await after(db, { name: 'b', limit: 1 })).toEqual([{ value: 'C' }])
  })
  expect(built).toBe(3)
})

test('a literal of the query stays unchanged', async () => {
  await using opened = await open()
  const values = prepared((db: Queries, { name }: { name: string }) =>
    db.selectFrom('meta').select('value').where('name', '>', name).where('value', '!=', 'B').where('name', '<', 'd'),
  )
  expect(await opened.database.read((db) => values(db, { name: 'a' }))).toEqual([{ value: 'C' }])
  expect(await opened.database.write(({ db }) => values(db, { name: '' }))).toEqual([{ value: 'A' }, { value: 'C' }])
})

test('each set of columns has its own query, and null is a value', async () => {
  await using opened = await open()
  const named = prepared((db: Queries, { name, ...change }: { name: string; value?: string | null }) =>
    db
      .selectFrom('meta')
      .select('value')
      .where('name', '=', name)
      .$if('value' in change, (query) => query.where('value', '=', change.value ?? '')),
  )
  await opened.database.read(async (db) => {
    expect(await named(db, { name: 'a' })).toEqual([{ value: 'A' }])
    expect(await named(db, { name: 'a', value: 'B' })).toEqual([])
    expect(await named(db, { name: 'a', value: null })).toEqual([])
    expect(await named(db, { value: 'A', name: 'a' })).toEqual([{ value: 'A' }])
  })
})
