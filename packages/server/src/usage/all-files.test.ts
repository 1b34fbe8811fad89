import { expect, test } from 'bun:test'
import { WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { refusal } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'
import { newMediaId } from '../testing/upload'

const announce = (person: Person, size: number, id = newMediaId()) =>
  refusal(person.call('media.create', { id, chatId: WORLD_CHAT_ID, kind: 'file', name: 'plan', size }))
const noRoom = ['unavailable', undefined]

test('the files of all accounts together take a bounded number of bytes', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true, quotas: { allFiles: 150_000 } })
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  const id = newMediaId()
  expect(await announce(alice, 60_000, id)).toBe('done')
  expect(await announce(bob, 60_000)).toBe('done')
  expect(await announce(carol, 60_000)).toEqual(noRoom)
  // The smallest file counts for 16 KiB.
  expect(await announce(carol, 1)).toBe('done')
  expect(await announce(carol, 1)).toEqual(noRoom)
  // An upload that was announced before continues.
  expect(await announce(alice, 60_000, id)).toBe('done')
  await app.database.write((tx) => tx.db.deleteFrom('media').where('stored_bytes', '=', 60_000).execute())
  await clock.advance(61_000)
  expect(await announce(carol, 60_000)).toBe('done')
})

test('files that are announced at once share the room that is left', async () => {
  await using app = await TestApp.start({ rateLimits: true, quotas: { allFiles: 150_000 } })
  const people = [await app.person('alice'), await app.person('bobby'), await app.person('carol')]
  const outcomes = await Promise.all(people.map((person) => announce(person, 60_000)))
  expect(outcomes.filter((outcome) => outcome === 'done')).toHaveLength(2)
  // A refused file takes no room.
  expect(await announce(await app.person('dave'), 16_384)).toBe('done')
})

test('the total includes what other nodes stored, and more files than one page', async () => {
  const clock = new FakeClock(Date.now())
  const options = { clock, rateLimits: true, quotas: { allFiles: 4_100 * 16_384 } }
  await using app = await TestApp.start(options)
  const alice = await app.person('alice')
  await announce(alice, 1)
  await app.database.write(async ({ db }) => {
    const { key: _, ...row } = await db.selectFrom('media').selectAll().executeTakeFirstOrThrow()
    for (let at = 0; at < 41; at++)
      await db
        .insertInto('media')
        .values(
          Array.from({ length: 99 }, () => ({ ...row, id: Buffer.from(crypto.getRandomValues(new Uint8Array(16))) })),
        )
        .execute()
  })
  await using other = await TestApp.start({ ...options, beside: app })
  const there = await other.signedIn(alice.me, alice.token)
  for (let left = 4_100 - 41 * 99 - 1; left > 0; left--) expect(await announce(there, 1)).toBe('done')
  expect(await announce(there, 1)).toEqual(noRoom)
})

test('without a limit nothing is added up', async () => {
  const queries: string[] = []
  await using app = await TestApp.start({ rateLimits: true, onQuery: ({ sql }) => void queries.push(sql) })
  expect(await announce(await app.person('alice'), 60_000)).toBe('done')
  expect(queries.filter((sql) => sql.includes('max("key")'))).toEqual([])
})
