import { expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'

/** More than are looked up one by one. */
const many = 2_100
const minuteMs = 60_000

test('a name that very many people have is listed by user name to the end; their number may be a minute old', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  await app.person('alice')
  await app.core.admin.grant('alice')
  const add = (numbers: readonly number[]) =>
    app.database.write(async ({ db }) => {
      const rest = { admin: 0, password_hash: '', created_at: 0, rev: 1, profile_rev: 1, changed_min: 0 }
      const rows = numbers.map((at) => ({
        id: Buffer.from(newUuidV7().replaceAll('-', ''), 'hex'),
        username: `user${at}`,
        name: 'Chris',
        name_folded: 'chris',
        ...rest,
      }))
      for (let at = 0; at < rows.length; at += 100)
        await db
          .insertInto('users')
          .values(rows.slice(at, at + 100))
          .execute()
    })
  await add(Array.from({ length: many }, (_, at) => at))
  const usernames: string[] = []
  for (let more = true, after: string | undefined; more; after = usernames.at(-1)) {
    const page = await app.core.admin.people({ query: 'CHR', after })
    expect(page.total).toBe(many)
    usernames.push(...page.users.map(({ username }) => username))
    more = page.more
  }
  expect(usernames).toEqual(Array.from({ length: many }, (_, at) => `user${at}`).sort())
  const totals = async () => {
    const found = async (query: string) => (await app.core.admin.people({ query, after: undefined })).total
    return [await found(''), await found('chr'), await found('user'), await found('user209')]
  }
  expect(await totals()).toEqual([many + 1, many, many, 11])
  await add([20_999])
  expect(await totals()).toEqual([many + 1, many, many, 12])
  await clock.advance(minuteMs)
  expect(await totals()).toEqual([many + 2, many + 1, many + 1, 12])
})
