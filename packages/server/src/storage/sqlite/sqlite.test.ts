import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type MessageId, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { systemClock } from '../../lib/clock'
import { toBytes } from '../../lib/uuid-bytes'
import type { Publication } from '../database'
import { Sqlite, type SqliteOptions } from './sqlite'

/** A real database whose disk responds when the test lets it. */
const open = async (more: Partial<SqliteOptions> = {}) => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-sqlite-'))
  const published: Publication[] = []
  const syncs: { done: () => void; failed: (error: Error) => void }[] = []
  let held = false
  const fatal: Error[] = []
  const database = await Sqlite.open({
    path: join(directory, 'parley.db'),
    clock: systemClock,
    publish: (publications) => published.push(...publications),
    onFatal: (error) => fatal.push(error),
    sync: () => (held ? new Promise<void>((done, failed) => syncs.push({ done, failed })) : Promise.resolve()),
    ...more,
  })
  const senderId = newUuidV7() as UserId
  const { key: senderKey } = await database.write(({ db }) =>
    db
      .insertInto('users')
      .values({
        id: toBytes(senderId),
        username: 'alice',
        name: 'Alice',
        name_folded: 'alice',
        admin: 0,
        password_hash: '',
        created_at: 0,
        rev: 1,
        profile_rev: 1,
        changed_min: 0,
      })
      .returning('key')
      .executeTakeFirstOrThrow(),
  )
  const append = (text: string, id = newUuidV7() as MessageId) =>
    database.appendMessage({
      chatKey: 1,
      chatId: WORLD_CHAT_ID,
      id,
      senderKey,
      senderId,
      body: { type: 'text', text },
      aclRev: 1,
      mayStill: () => true,
      moderates: false,
    })
  return {
    database,
    published,
    syncs,
    fatal,
    append,
    hold: () => {
      held = true
    },
    [Symbol.asyncDispose]: async () => {
      held = false
      for (const { done } of syncs) done()
      if (fatal.length === 0) await database.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}
/** Runs all pending promise callbacks. */
const turn = () => new Promise((resolve) => setImmediate(resolve))

test('[DL1] a send and a write return only after a sync that began after their commit', async () => {
  await using it = await open()
  it.hold()
  let answered = 0
  void it.append('one').then(() => answered++)
  void it.database.write(async () => {}).then(() => answered++)
  await turn()
  expect([it.syncs.length, answered]).toEqual([1, 0])
  // This one arrives while the disk works, so it needs its own sync.
  void it.append('two').then(() => answered++)
  await turn()
  expect(it.syncs.length).toBe(1)
  it.syncs[0]?.done()
  await turn()
  expect([it.syncs.length, answered]).toEqual([2, 2])
  it.syncs[1]?.done()
  await turn()
  expect(answered).toBe(3)
})

test('[DL2] nothing is published, read or repeated before it is durable', async () => {
  await using it = await open()
  it.hold()
  const id = newUuidV7() as MessageId
  void it.append('secret until durable', id)
  await turn()
  let read = false
  let repeated = false
  void it.database
    .read((db) => db.selectFrom('messages').selectAll().execute())
    .then(() => {
      read = true
    })
  void it.append('secret until durable', id).then(() => {
    repeated = true
  })
  await turn()
  expect([it.published.length, read, repeated]).toEqual([0, false, false])
  it.syncs[0]?.done()
  await turn()
  expect([it.published.length, read, repeated]).toEqual([2, true, true])
})

test('a read waits for the commits that it could see, not for later ones', async () => {
  await using it = await open()
  it.hold()
  void it.append('seen')
  await turn()
  let read = false
  void it.database
    .read((db) => db.selectFrom('messages').selectAll().execute())
    .then(() => {
      read = true
    })
  await turn()
  void it.append('later')
  await turn()
  expect(read).toBe(false)
  it.syncs[0]?.done()
  await turn()
  expect([it.syncs.length, read]).toEqual([2, true])
})

test("[DL32] when the log can't be made durable, nothing is acknowledged any longer", async () => {
  await using it = await open()
  it.hold()
  let answered = false
  const note = () => {
    answered = true
  }
  void it.append('lost').then(note, note)
  await turn()
  it.syncs[0]?.failed(new Error('EIO'))
  await turn()
  void it.append('later').then(note, note)
  await turn()
  expect(it.fatal.map(({ message }) => message)).toEqual(['EIO'])
  expect([answered, it.syncs.length, it.published.length]).toEqual([false, 1, 0])
})

test('one commit and one sync serve all waiting work', async () => {
  await using it = await open()
  it.hold()
  const sends = Array.from({ length: 200 }, (_, at) => it.append(`${at}`))
  await turn()
  it.syncs[0]?.done()
  await turn()
  it.syncs[1]?.done()
  const seqs = (await Promise.all(sends)).map((appended) => appended.outcome === 'stored' && appended.message.seq)
  expect(seqs).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  expect(it.syncs.length).toBeLessThanOrEqual(2)
})

test('a failed write is undone completely and publishes nothing, and the next one works', async () => {
  await using it = await open()
  const failed = it.database.write(async (tx) => {
    await tx.db.insertInto('meta').values({ name: 'half', value: 'done' }).execute()
    tx.publish({ kind: 'ended', userId: newUuidV7() as UserId, reason: 'sessionEnded' })
    throw new Error('on purpose')
  })
  await expect(failed).rejects.toThrow('on purpose')
  await failed.catch(() => {})
  const rows = await it.database.read((db) => db.selectFrom('meta').select('name').where('name', '=', 'half').execute())
  expect([rows, it.published]).toEqual([[], []])
  expect(await it.append('next')).toMatchObject({ outcome: 'stored' })
})

test('[DL9] a burst of long messages is published in frames of moderate size, in the order of rev', async () => {
  await using it = await open()
  it.hold()
  const text = '好'.repeat(8_000)
  const sends = Array.from({ length: 100 }, () => it.append(text))
  await turn()
  it.syncs[0]?.done()
  await turn()
  it.syncs[1]?.done()
  await Promise.all(sends)
  const deltas = it.published.flatMap((one) => (one.kind === 'chat' ? [one] : []))
  for (const { delta, seq } of deltas) {
    expect(Buffer.byteLength(JSON.stringify(delta))).toBeLessThan(512 * 1024)
    expect(seq).toBe(delta.messages?.at(-1)?.seq ?? 0)
  }
  const revs = deltas.map(({ delta: { from, rev } }) => ({ from, rev }))
  expect(revs.slice(1).map(({ from }) => from)).toEqual(revs.slice(0, -1).map(({ rev }) => rev))
  expect(deltas.flatMap(({ delta }) => delta.messages ?? []).map(({ rev }) => rev)).toEqual(
    Array.from({ length: 100 }, (_, at) => at + 2),
  )
})

test('a closed database refuses calls', async () => {
  const it = await open()
  await it.database.stop()
  const refused = { failure: 'unavailable' }
  await expect(it.database.read(async () => 1)).rejects.toMatchObject(refused)
  await expect(it.database.write(async () => 1)).rejects.toMatchObject(refused)
  await expect(it.append('late')).rejects.toMatchObject(refused)
})
