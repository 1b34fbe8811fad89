import { expect, test } from 'bun:test'
import { type MessageId, newUuidV7 } from '@parley/protocol'
import pg from 'pg'
import { systemClock } from '../../lib/clock'
import { toId } from '../../lib/uuid-bytes'
import { addUser, textFrom } from '../../testing/database-contract'
import { eventually } from '../../testing/eventually'
import { findPostgres, freshPostgres, PostgresServer, sharedPostgres } from '../../testing/postgres'
import type { Publication } from '../database'
import { raiseUserRev } from '../queries/revs'
import { findStored } from './append-sql'
import { Postgres, type PostgresOptions } from './postgres'

const open = (url: string, more: Partial<PostgresOptions> = {}) =>
  Postgres.open({ url, clock: systemClock, publish: () => {}, ...more })

/** Two nodes on one database. */
const pair = async () => {
  const url = await freshPostgres()
  const published: Publication[] = []
  const publish = (all: readonly Publication[]) => published.push(...all)
  const nodes = [await open(url, { publish }), await open(url, { publish })] as const
  const alice = await addUser(nodes[0], 'alice')
  return {
    url,
    nodes,
    alice,
    published,
    [Symbol.asyncDispose]: async () => {
      for (const node of nodes) await node.stop()
    },
  }
}

const missing = findPostgres() === undefined

test.skipIf(missing)('ten nodes start at once on an empty database', async () => {
  const server = await sharedPostgres()
  const url = await server.createDatabase()
  const nodes = await Promise.all(Array.from({ length: 10 }, () => open(url)))
  expect(new Set(nodes.map(({ epoch }) => epoch)).size).toBe(1)
  const chats = await nodes[0]?.read((db) => db.selectFrom('chats').select('key').execute())
  expect(chats).toHaveLength(1)
  for (const node of nodes) await node.stop()
})

test.skipIf(missing)(
  'whether a message is there already is looked up through the index, however young the table',
  async () => {
    const url = await freshPostgres()
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      await client.query('set plan_cache_mode = force_generic_plan')
      await client.query(`prepare look as ${findStored.text}`)
      const { rows } = await client.query<Record<string, string>>(`explain execute look('{1}', '{${newUuidV7()}}')`)
      const plan = rows.map((row) => Object.values(row).join()).join('\n')
      expect(plan).toContain('Index Scan using messages_by_id')
      expect(plan).not.toContain('Seq Scan')
    } finally {
      await client.end()
    }
  },
)

test.skipIf(missing)(
  '[DL5] a thousand sends through two nodes into overlapping chats, among writes that lock them, leave no gap and no deadlock',
  async () => {
    await using it = await pair()
    const chats = await it.nodes[0].write(async ({ db }) => {
      const numbers = {
        rev: 1,
        row_rev: 1,
        seq: 0,
        first_seq: 1,
        acl_rev: 1,
        last_at: 0,
        changed_min: 0,
        created_at: 0,
      }
      const channel = { ...numbers, kind: 'channel', history_visible: 0, open: 1, member_count: 0 } as const
      const rows = Array.from({ length: 8 }, () => ({
        ...channel,
        id: Buffer.from(newUuidV7().replaceAll('-', ''), 'hex'),
      }))
      return db.insertInto('chats').values(rows).returning('key').execute()
    })
    const keys = chats.map(({ key }) => key)
    const users = await Promise.all(['bob', 'carol', 'dave', 'erin'].map((name) => addUser(it.nodes[1], name)))
    const nodeOf = (at: number) => it.nodes[at % 2] ?? it.nodes[0]
    const sends = Array.from({ length: 1_000 }, (_, at) =>
      nodeOf(at).appendMessage(textFrom(it.alice, `${at}`, { chatKey: keys[(at * 7) % 8] ?? 0 })),
    )
    const writes = Array.from({ length: 200 }, (_, at) =>
      nodeOf(at).write(async (tx) => {
        const some = users.filter((_user, which) => (at >> which) % 2 === 0).map(({ key }) => key)
        await tx.lock({ users: some.reverse() })
        for (const key of some) await raiseUserRev(tx, key)
        await tx.lock({ chats: [keys[at % 8] ?? 0, keys[(at + 3) % 8] ?? 0] })
      }),
    )
    const ends = await Promise.all(sends)
    await Promise.all(writes)
    expect(ends.filter(({ outcome }) => outcome !== 'stored')).toEqual([])
    const rows = await it.nodes[0].read((db) =>
      db.selectFrom('messages').select(['chat_key', 'seq', 'rev']).orderBy('chat_key').orderBy('seq').execute(),
    )
    for (const key of keys) {
      const own = rows.filter((row) => row.chat_key === key)
      expect(own.map(({ seq, rev }) => [seq, rev])).toEqual(own.map((_, at) => [at + 1, at + 2]))
    }
    expect(rows).toHaveLength(1_000)
    const { rows: stats } = await (await sharedPostgres()).query(
      `select deadlocks from pg_stat_database where datname = '${new URL(it.url).pathname.slice(1)}'`,
    )
    expect(Number(stats[0]?.deadlocks)).toBe(0)
  },
)

test.skipIf(missing)('[DL3] the same id through two nodes at once is stored once, with one seq', async () => {
  await using it = await pair()
  for (let round = 0; round < 20; round++) {
    const message = textFrom(it.alice, 'twice', { id: newUuidV7() as MessageId })
    const ends = await Promise.all(it.nodes.map((node) => node.appendMessage(message)))
    expect(ends.map(({ outcome }) => outcome).toSorted()).toEqual(['repeated', 'stored'])
    const seqs = ends.map((end) => ('message' in end ? end.message.seq : 0))
    expect(seqs).toEqual([round + 1, round + 1])
  }
})

test.skipIf(missing)(
  '[DL4] a connection that breaks during COMMIT: a message is stored once, another write is unavailable',
  async () => {
    const url = await freshPostgres()
    const { port } = new URL(url)
    let victims = 0
    const kill = () => {
      if (victims-- <= 0) return
      // The program waits here, so that the connections are lost when COMMIT is sent.
      const sql = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'parley' and datname = '${new URL(url).pathname.slice(1)}'`
      const bin = findPostgres() ?? ''
      Bun.spawnSync([`${bin}/psql`, '-h', '127.0.0.1', '-p', port, '-U', 'parley', '-d', 'postgres', '-c', sql])
    }
    const database = await open(url, { observe: (point) => point === 'before_commit' && kill() })
    const alice = await addUser(database, 'alice')
    victims = 1
    expect(await database.appendMessage(textFrom(alice, 'kept'))).toMatchObject({ message: { seq: 1 } })
    victims = 1
    let effects = 0
    const failed = database.write(async (tx) => {
      tx.whenDurable(() => effects++)
      await tx.db.insertInto('meta').values({ name: 'lost', value: '' }).execute()
    })
    expect(await failed.catch(({ failure }) => failure)).toBe('unavailable')
    expect(effects).toBe(1)
    expect(await database.appendMessage(textFrom(alice, 'next'))).toMatchObject({
      outcome: 'stored',
      message: { seq: 2 },
    })
    await database.stop()
  },
)

test.skipIf(missing)(
  '[DL1] the server crashes under load and comes back: what was acknowledged is there once, and the node goes on by itself',
  async () => {
    await using server = await PostgresServer.start({ durable: true })
    const database = await open(await server.createDatabase())
    const alice = await addUser(database, 'alice')
    const acknowledged = new Set<string>()
    const failures = new Set<string>()
    let over = false
    const sender = async (name: number) => {
      for (let at = 0; !over; at++) {
        const message = textFrom(alice, `${name} ${at}`)
        for (let done = false; !done && !over; )
          await database.appendMessage(message).then(
            () => {
              done = true
              acknowledged.add(message.id)
            },
            async ({ failure, message: why }) => {
              failures.add(failure ?? why)
              await Bun.sleep(10)
            },
          )
      }
    }
    const senders = Promise.all(Array.from({ length: 16 }, (_, name) => sender(name)))
    await eventually(() => acknowledged.size > 200)
    await server.end('quick')
    await eventually(() => !database.reachable)
    expect(database.reachable).toBe(false)
    const before = acknowledged.size
    await server.resume()
    await eventually(() => database.reachable && acknowledged.size > before + 200)
    over = true
    await senders
    const rows = await database.read((db) => db.selectFrom('messages').select(['id', 'seq']).orderBy('seq').execute())
    expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, at) => at + 1))
    const stored = new Set(rows.map(({ id }) => toId(id)))
    expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([])
    expect([stored.size, [...failures]]).toEqual([rows.length, ['unavailable']])
    await database.stop()
  },
)

test.skipIf(missing)('nobody waits for the world: other chats are stored while it is locked elsewhere', async () => {
  await using it = await pair()
  const [here, there] = it.nodes
  await here.appendMessage(textFrom(it.alice, 'known from now on as everybody’s'))
  const { key } = await here.write(({ db }) => {
    const numbers = {
      rev: 1,
      row_rev: 1,
      seq: 0,
      first_seq: 1,
      acl_rev: 1,
      last_at: 0,
      changed_min: 0,
      created_at: 0,
    }
    const group = { kind: 'group', history_visible: 0, open: 1, member_count: 0 } as const
    const id = Buffer.from(newUuidV7().replaceAll('-', ''), 'hex')
    return db
      .insertInto('chats')
      .values({ ...numbers, ...group, id })
      .returning('key')
      .executeTakeFirstOrThrow()
  })
  const heard: string[] = []
  const held = there.write(async (tx) => {
    await tx.lock({ chats: [1] })
    const world = here.appendMessage(textFrom(it.alice, 'into the world')).then(() => heard.push('world'))
    await here.appendMessage(textFrom(it.alice, 'into a group', { chatKey: key })).then(() => heard.push('group'))
    return { world }
  })
  await (await held).world
  expect(heard).toEqual(['group', 'world'])
})
