import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { openTestDatabase } from '../testing/test-database'
import { Housekeeping, type TidyRows } from './housekeeping'
import { Leases } from './leases'

test('each step of housekeeping is a transaction of its own, and a step that fails keeps no other one back', async () => {
  await using opened = await openTestDatabase({ clock: new FakeClock() })
  const { database } = opened
  const note =
    (name: string, rows: number): TidyRows =>
    async ({ db }) => {
      await db.insertInto('meta').values({ name, value: '' }).execute()
      return rows
    }
  const fails: TidyRows = async (tx, old) => {
    await note('fails', 0)(tx, old)
    throw new Error('a full disk')
  }
  const leases = new Leases({ database, node: 'alone', lastsMs: 60_000 })
  const lease = await leases.take('housekeeping')
  if (!lease) throw new Error('another node holds the lease')
  const run = (steps: readonly TidyRows[]) => new Housekeeping({ database, leases, steps }).run(lease)
  await expect(run([note('first', 1), fails, note('last', 500)])).rejects.toThrow('a full disk')
  const rows = await database.read((db) => db.selectFrom('meta').select('name').orderBy('name').execute())
  expect(rows.map(({ name }) => name).filter((name) => /first|fails|last/.test(name))).toEqual(['first', 'last'])
  expect(await run([async () => 500])).toBe(true)
  expect(await run([async () => 499])).toBe(false)
})
