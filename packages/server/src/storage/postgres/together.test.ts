import { expect, test } from 'bun:test'
import { Socket } from 'node:net'
import pg from 'pg'
import { findPostgres, freshPostgres } from '../../testing/postgres'
import { sendTogether } from './together'

/** Counts writes to the socket: the runtime combines what was written together. */
class CountingSocket extends Socket {
  writes = 0

  override _write(...args: Parameters<Socket['_write']>): void {
    this.writes++
    super._write(...args)
  }
}

const connect = async () => {
  const socket = new CountingSocket()
  const client = new pg.Client({ connectionString: await freshPostgres(), stream: () => socket, pipeline: true })
  await client.connect()
  return {
    client,
    socket,
    [Symbol.asyncDispose]: () => client.end(),
  }
}

const missing = findPostgres() === undefined

test.skipIf(missing)('queries that are sent together are one write, and each is answered', async () => {
  await using it = await connect()
  const { client, socket } = it
  const before = socket.writes
  const sent = sendTogether(client, () => [
    client.query('begin'),
    client.query({ name: 'sum', text: 'select $1::int4 + 1 as sum', values: [1] }),
    client.query('commit'),
  ])
  expect(socket.writes - before).toBe(1)
  const [, sum, end] = await Promise.all(sent)
  expect([sum?.rows, end?.command]).toEqual([[{ sum: 2 }], 'COMMIT'])
})

test.skipIf(missing)('when making the queries fails, what comes later is sent all the same', async () => {
  await using it = await connect()
  const { client } = it
  const fails = () => {
    throw new Error('not made')
  }
  expect(() => sendTogether(client, fails)).toThrow('not made')
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})
