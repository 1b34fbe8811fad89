import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { systemClock } from '../lib/clock'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { NewMessage } from '../storage/schema'
import { type DatabaseKind, openTestDatabase } from './test-database'

/** Adds a user who writes messages; returns their key. */
export const addUser = async (database: Database, username: string): Promise<{ key: number; id: UserId }> => {
  const id = newUuidV7() as UserId
  const blank = { admin: 0, password_hash: '', created_at: 0, rev: 1, profile_rev: 1, changed_min: 0 }
  const { key } = await database.write(({ db }) =>
    db
      .insertInto('users')
      .values({ ...blank, id: toBytes(id), username, name: username, name_folded: username })
      .returning('key')
      .executeTakeFirstOrThrow(),
  )
  return { key, id }
}

/** A text into the world. */
export const textFrom = (
  sender: { key: number; id: UserId },
  text: string,
  more: Partial<NewMessage> = {},
): NewMessage => ({
  chatKey: 1,
  chatId: WORLD_CHAT_ID as ChatId,
  id: newUuidV7() as MessageId,
  senderKey: sender.key,
  senderId: sender.id,
  body: { type: 'text', text },
  aclRev: 1,
  mayStill: () => true,
  moderates: false,
  ...more,
})

const open = async (kind: DatabaseKind) => {
  const opened = await openTestDatabase({ kind, clock: systemClock })
  const alice = await addUser(opened.database, 'alice')
  const bob = await addUser(opened.database, 'bob')
  return { ...opened, alice, bob }
}

/** The promises of every database, over any engine. */
export const testDatabaseContract = (name: string, kind: DatabaseKind): void => {
  writes(name, kind)
  locks(name, kind)
  appends(name, kind)
  rights(name, kind)
  reads(name, kind)
}

const writes = (name: string, kind: DatabaseKind): void => {
  test(`${name}: a write that fails is undone whole, publishes nothing, and the next one works`, async () => {
    await using it = await open(kind)
    const failed = it.database.write(async (tx) => {
      await tx.db.insertInto('meta').values({ name: 'half', value: 'done' }).execute()
      tx.publish({ kind: 'ended', userId: it.alice.id, reason: 'sessionEnded' })
      tx.whenDurable(() => it.published.length++)
      throw new Error('on purpose')
    })
    expect(await failed.catch(({ message }) => message)).toBe('on purpose')
    const half = it.database.read((db) => db.selectFrom('meta').select('name').where('name', '=', 'half').execute())
    expect([await half, it.published]).toEqual([[], []])
    expect(await it.database.appendMessage(textFrom(it.alice, 'next'))).toMatchObject({ outcome: 'stored' })
  })

  test(`${name}: what a write hands over is published and done before its caller goes on`, async () => {
    await using it = await open(kind)
    const heard: string[] = []
    const result = await it.database.write(async (tx) => {
      tx.publish({ kind: 'ended', userId: it.alice.id, reason: 'sessionEnded' })
      tx.whenDurable(() => heard.push(`effect, ${it.published.length} published`))
      return 7
    })
    expect([result, heard, it.published.length]).toEqual([7, ['effect, 0 published'], 1])
  })

  test(`${name}: a stop finishes what is under way`, async () => {
    const opened = await openTestDatabase({ kind, clock: systemClock })
    const alice = await addUser(opened.database, 'alice')
    const writes = Array.from({ length: 40 }, (_, at) =>
      opened.database.write(({ db }) =>
        db
          .insertInto('meta')
          .values({ name: `${at}`, value: '' })
          .execute(),
      ),
    )
    const sends = writes.map((_, at) => opened.database.appendMessage(textFrom(alice, `${at}`)))
    const ends = Promise.allSettled<unknown>([...writes, ...sends])
    await opened[Symbol.asyncDispose]()
    expect((await ends).filter(({ status }) => status === 'rejected')).toEqual([])
  })

  test(`${name}: many writes of one row at once lose none`, async () => {
    await using it = await open(kind)
    const raise = () =>
      it.database.write(async (tx) => {
        await tx.lock({ users: [it.alice.key] })
        return raiseUserRev(tx, it.alice.key)
      })
    const revs = await Promise.all(Array.from({ length: 50 }, raise))
    expect(revs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, at) => at + 2))
  })
}

const locks = (name: string, kind: DatabaseKind): void => {
  test(`${name}: locks are taken in one order, and what rises was locked`, async () => {
    await using it = await open(kind)
    const users = [it.alice.key]
    const said = (run: Parameters<typeof it.database.write>[0]) =>
      it.database.write(run).then(
        () => 'fine',
        ({ message }: Error) => message,
      )
    const chatsFirst = said(async (tx) => {
      await tx.lock({ chats: [1] })
      await tx.lock({ users })
    })
    const twice = said(async (tx) => {
      await tx.lock({ users })
      await tx.lock({ users })
    })
    expect(await chatsFirst).toMatch(/^users are locked after chats/)
    expect(await twice).toMatch(/^users are locked after users/)
    expect(await said((tx) => raiseUserRev(tx, it.alice.key))).toMatch(/not locked: \{"user":/)
    const other = said(async (tx) => {
      await tx.lock({ users })
      await raiseUserRev(tx, it.bob.key)
    })
    expect(await other).toMatch(/not locked/)
  })
}

const appends = (name: string, kind: DatabaseKind): void => {
  test(`${name}: [DL5] messages that come together are numbered in their order, and published so`, async () => {
    await using it = await open(kind)
    const sent = Array.from({ length: 300 }, (_, at) => it.database.appendMessage(textFrom(it.alice, `${at}`)))
    const seqs = (await Promise.all(sent)).map((one) => one.outcome === 'stored' && [one.message.seq, one.message.rev])
    expect(seqs).toEqual(sent.map((_, at) => [at + 1, at + 2]))
    const deltas = it.published.flatMap((one) => (one.kind === 'chat' ? [one.delta] : []))
    expect(deltas.map(({ from }) => from)).toEqual([1, ...deltas.slice(0, -1).map(({ rev }) => rev)])
    expect(deltas.flatMap(({ messages = [] }) => messages).map(({ seq }) => seq)).toEqual(sent.map((_, at) => at + 1))
  })

  test(`${name}: [DL4] the same again answers what is stored, also in one batch; anything else is a conflict`, async () => {
    await using it = await open(kind)
    const first = textFrom(it.alice, 'once', { replyTo: { id: newUuidV7() as MessageId, seq: 9 } })
    const { replyTo, ...without } = first
    const all = await Promise.all(
      [
        first,
        first,
        { ...first, body: { type: 'text', text: 'other' } as const },
        { ...first, senderKey: it.bob.key, senderId: it.bob.id },
        without,
      ].map((one) => it.database.appendMessage(one)),
    )
    expect(all.map(({ outcome }) => outcome)).toEqual(['stored', 'repeated', 'conflict', 'conflict', 'conflict'])
    const again = await it.database.appendMessage(first)
    expect([all[1], again].map((one) => one?.outcome === 'repeated' && one.message)).toEqual([
      all[0]?.outcome === 'stored' && all[0].message,
      all[0]?.outcome === 'stored' && all[0].message,
    ])
    expect(it.published.at(-1)).toMatchObject({ again: true, delta: { from: 2, rev: 2 } })
    expect(replyTo?.seq).toBe(9)
  })

  test(`${name}: a row that the database refuses fails alone, and the others keep their order`, async () => {
    await using it = await open(kind)
    const bad = { ...it.alice, key: Number.NaN }
    const batch = Array.from({ length: 20 }, (_, at) => textFrom(at === 7 ? bad : it.alice, `${at}`))
    const ends = await Promise.allSettled(batch.map((one) => it.database.appendMessage(one)))
    expect(ends.map(({ status }) => status === 'rejected')).toEqual(batch.map((_, at) => at === 7))
    const seqs = ends.flatMap((end) =>
      end.status === 'fulfilled' && end.value.outcome === 'stored' ? [end.value.message.seq] : [],
    )
    expect(seqs).toEqual(Array.from({ length: 19 }, (_, at) => at + 1))
  })

  test(`${name}: [DL14] a message is never older than the one before it`, async () => {
    await using it = await open(kind)
    const ahead = systemClock.now() + 3_600_000
    await it.database.write(({ db }) => db.updateTable('chats').set({ last_at: ahead }).where('key', '=', 1).execute())
    const appended = await it.database.appendMessage(textFrom(it.alice, 'later'))
    expect(appended).toMatchObject({ outcome: 'stored', message: { at: ahead } })
  })
}

const rights = (name: string, kind: DatabaseKind): void => {
  test(`${name}: [DL12] rights that moved are decided again where the message is stored`, async () => {
    await using it = await open(kind)
    await it.database.write(({ db }) =>
      db.updateTable('chats').set({ acl_rev: 2, open: 0 }).where('key', '=', 1).execute(),
    )
    const seen: unknown[] = []
    const send = (may: 'may' | 'may not') =>
      it.database.appendMessage(
        textFrom(it.alice, may, {
          mayStill: (standing) => {
            seen.push(standing)
            return may === 'may'
          },
        }),
      )
    expect(await send('may not')).toEqual({ outcome: 'stale_access' })
    expect(await send('may')).toMatchObject({ outcome: 'stored', accessMoved: true, message: { seq: 1 } })
    expect(seen).toMatchObject(seen.map(() => ({ kind: 'channel', open: false, member: true, moderates: false })))
    expect(await it.database.appendMessage(textFrom(it.alice, 'nowhere', { chatKey: 77 }))).toEqual({
      outcome: 'stale_access',
    })
  })

  test(`${name}: [DL12] where a sender stands in a group is read in the storing transaction`, async () => {
    await using it = await open(kind)
    const chatId = newUuidV7() as ChatId
    const { key } = await it.database.write(async ({ db }) => {
      const numbers = {
        rev: 1,
        row_rev: 1,
        seq: 0,
        first_seq: 1,
        acl_rev: 5,
        last_at: 0,
        changed_min: 0,
        created_at: 0,
      }
      const group = { id: toBytes(chatId), kind: 'group', history_visible: 0, open: 1, member_count: 2 } as const
      const chat = await db
        .insertInto('chats')
        .values({ ...numbers, ...group })
        .returning('key')
        .executeTakeFirstOrThrow()
      const place = { chat_key: chat.key, role: 'member', joined_seq: 0, visible_from: 1, rev: 1 } as const
      await db
        .insertInto('members')
        .values([
          { ...place, user_key: it.alice.key },
          { ...place, user_key: it.bob.key, left_seq: 3 },
        ])
        .execute()
      return chat
    })
    const carol = await addUser(it.database, 'carol')
    const seen: unknown[] = []
    const mayStill: NewMessage['mayStill'] = (standing) => seen.push(standing?.member) > 0 && standing?.member === true
    const ends = await Promise.all(
      [it.alice, it.bob, carol].map((one) =>
        it.database.appendMessage(textFrom(one, 'here', { chatKey: key, chatId, mayStill })),
      ),
    )
    expect(ends.map(({ outcome }) => outcome)).toEqual(['stored', 'stale_access', 'stale_access'])
    expect(seen).toEqual([true, false, undefined])
  })
}

const reads = (name: string, kind: DatabaseKind): void => {
  test(`${name}: a read sees one moment, whatever is stored meanwhile`, async () => {
    await using it = await open(kind)
    await it.database.appendMessage(textFrom(it.alice, 'before'))
    let goOn = () => {}
    const stored = new Promise<void>((resolve) => {
      goOn = resolve
    })
    const counts = it.database.read(async (db) => {
      const count = async () => (await db.selectFrom('messages').select('seq').execute()).length
      const first = await count()
      goOn()
      // Not awaited inside the snapshot of a write: this is another connection's.
      await it.database.appendMessage(textFrom(it.alice, 'meanwhile'))
      return [first, await count()]
    })
    await stored
    expect(await counts).toEqual([1, 1])
  })

  test(`${name}: rows come as numbers, texts and bytes`, async () => {
    await using it = await open(kind)
    await it.database.appendMessage(textFrom(it.alice, 'words 好 \u0000'))
    const row = await it.database.read((db) => db.selectFrom('messages').selectAll().executeTakeFirstOrThrow())
    for (const value of [row.seq, row.at, row.countable, row.sender_key]) expect(value).toBeNumber()
    expect([row.sent_hash instanceof Uint8Array, row.sent_hash.length]).toEqual([true, 16])
    // Ids are bytes or text; either is the same id, and finds it.
    expect(toId(row.id)).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    for (const id of [row.id, toBytes(toId(row.id))])
      expect(
        await it.database.read((db) => db.selectFrom('messages').select('seq').where('id', '=', id).execute()),
      ).toEqual([{ seq: row.seq }])
    expect([JSON.parse(row.body), row.edited_at]).toEqual([{ type: 'text', text: 'words 好 \u0000' }, null])
    const { count } = await it.database.read((db) =>
      db
        .selectFrom('users')
        .select((users) => users.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow(),
    )
    expect(Number(count)).toBe(2)
  })

  test(`${name}: a text that nothing can hold is not found, and no error`, async () => {
    await using it = await open(kind)
    const find = (username: string) =>
      it.database.read((db) => db.selectFrom('users').select('name').where('username', '=', username).execute())
    expect([await find('alice\u0000'), await find('alice')]).toEqual([[], [{ name: 'alice' }]])
  })

  test(`${name}: it has an epoch, a clock and the world`, async () => {
    await using it = await open(kind)
    expect(it.database.epoch).toMatch(/^[0-9a-f-]{36}$/)
    expect([it.database.reachable, it.database.waiting]).toEqual([true, 0])
    expect(Math.abs(it.database.now() - Date.now())).toBeLessThan(60_000)
    const rows = await it.database.read((db) => db.selectFrom('chats').select('id').execute())
    expect(rows.map(({ id }) => toId<ChatId>(id))).toEqual([WORLD_CHAT_ID])
  })
}
