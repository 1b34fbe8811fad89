import { expect, test } from 'bun:test'
import { eventually } from '../../testing/eventually'
import { findPostgres, sharedPostgres } from '../../testing/postgres'
import { type Company, NodeLock } from './node-lock'

const missing = findPostgres() === undefined

const takeWith = (url: string) => {
  const refused: string[] = []
  const onRefused = ({ message }: Error) => refused.push(message)
  const take = (company: Company) => NodeLock.take({ url, company, onRefused, waitMs: 0, waitAgainMs: 0 })
  return { refused, take }
}

const sentenceOf = (taking: Promise<NodeLock>) =>
  taking.then(
    async (lock) => {
      await lock.stop()
      return 'taken'
    },
    ({ message }: Error) => message,
  )

test.skipIf(missing)('nodes without NATS are refused beside others, and with NATS beside one without', async () => {
  const { take } = takeWith(await (await sharedPostgres()).createDatabase())
  const alone = await take('alone')
  expect(await sentenceOf(take('alone'))).toStartWith('Another node uses this database')
  expect(await sentenceOf(take('others'))).toStartWith('A node without PARLEY_NATS_URL uses this database')
  await alone.stop()
  const first = await take('others')
  const second = await take('others')
  expect(await sentenceOf(take('alone'))).toStartWith('Another node uses this database')
  await first.stop()
  expect(await sentenceOf(take('alone'))).toStartWith('Another node uses this database')
  await second.stop()
  expect(await sentenceOf(take('alone'))).toBe('taken')
})

test.skipIf(missing)('a node whose connection broke takes its place again', async () => {
  const server = await sharedPostgres()
  const url = await server.createDatabase()
  const { refused, take } = takeWith(url)
  const alone = await take('alone')
  const holders = `select pid from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = '${new URL(url).pathname.slice(1)}')`
  const pidOf = async () => (await server.query(holders)).rows[0]?.pid as number | undefined
  const before = await pidOf()
  await server.query(`select pg_terminate_backend(${before})`)
  let after = await pidOf()
  while (after === undefined || after === before) after = await pidOf()
  expect(await sentenceOf(take('alone'))).toStartWith('Another node uses this database')
  await alone.stop()
  expect(refused).toEqual([])
})

test.skipIf(missing)('a node that finds another one in its place hears that it must end', async () => {
  const server = await sharedPostgres()
  const url = await server.createDatabase()
  const { refused, take } = takeWith(url)
  await take('alone')
  const database = new URL(url).pathname.slice(1)
  /** Both lose their connection or have none, and start; undefined when the first one was faster. */
  const overtake = async () => {
    await server.query(`alter database ${database} allow_connections false`)
    await server.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`)
    await server.query(`alter database ${database} allow_connections true`)
    return takeWith(url)
      .take('others')
      .catch(() => undefined)
  }
  let other = await overtake()
  while (!other) other = await overtake()
  await eventually(() => refused.length > 0)
  expect(refused).toEqual([expect.stringMatching(/^Another node uses this database/)])
  await other.stop()
})
