import { expect, test } from 'bun:test'
import { Settings } from '../accounts/settings'
import type { Condition } from '../lib/condition'
import type { Database } from '../storage/database'
import { eventually } from '../testing/eventually'
import { FakeClock, settle } from '../testing/fake-clock'
import { HttpApp } from '../testing/http-app'
import { openTestDatabase } from '../testing/test-database'
import { PolicyChanges } from './policy-changes'

const start = async () => {
  const clock = new FakeClock()
  const { database, [Symbol.asyncDispose]: dispose } = await openTestDatabase({ clock })
  const settings = new Settings({ registration: 'open' })
  const state: { condition: Condition } = { condition: 'serving' }
  const reads = { count: 0 }
  const counted = {
    registration: (db: Parameters<Settings['registration']>[0]) => {
      reads.count++
      return settings.registration(db)
    },
    serverName: settings.serverName.bind(settings),
    rev: settings.rev.bind(settings),
  }
  let reading = 0
  const observed: Pick<Database, 'read' | 'now'> = {
    now: () => database.now(),
    read: async (run) => {
      reading++
      return database.read(run).finally(() => {
        reading--
      })
    },
  }
  const parts = { database: observed, clock, settings: counted, condition: () => state.condition }
  /** Advances the clock, and waits until the nodes have read the database. */
  const pass = async (ms: number) => {
    await clock.advance(ms)
    await eventually(() => reading === 0)
    await settle()
  }
  const node = () => new PolicyChanges({ ...parts, addressOf: (_, peer) => peer })
  const change = (mode: 'open' | 'closed', opensAt?: number) =>
    database.write(({ db }) => settings.setRegistration(db, { mode, opensAt }))
  return { clock, database, state, settings, reads, node, change, pass, [Symbol.asyncDispose]: dispose }
}

const ask = (
  changes: PolicyChanges,
  since?: string,
  { peer = '192.0.2.1', signal = new AbortController().signal } = {},
) => {
  const query = since === undefined ? '' : `?since=${since}`
  return changes.handle(new Request(`http://parley.test/policy/changes${query}`, { signal }), peer)
}

/** A request that shows whether its response came. */
const held = (response: Promise<Response>) => {
  const state = { tag: undefined as string | undefined }
  void response.then(async (one) => {
    state.tag = await one.text()
  })
  return state
}

test('a change reaches the waiting requests of all nodes within a second', async () => {
  await using it = await start()
  const nodes = [it.node(), it.node()]
  const tag = await (await ask(it.node())).text()
  const waiting = nodes.map((node) => held(ask(node, tag)))
  await settle()
  for (let steps = 0; steps < 3; steps++) await it.pass(300)
  expect(waiting.map(({ tag: now }) => now)).toEqual([undefined, undefined])
  await it.change('closed')
  for (let steps = 0; steps < 3; steps++) await it.pass(300)
  await eventually(() => waiting.every(({ tag: now }) => now !== undefined && now !== tag))
  expect(waiting[0]?.tag).toBe(waiting[1]?.tag ?? '')
})

test('a change that is undone before the next look counts, too', async () => {
  await using it = await start()
  const node = it.node()
  const tag = await (await ask(node)).text()
  const waiting = held(ask(node, tag))
  await it.change('closed')
  await it.change('open')
  for (let steps = 0; steps < 2; steps++) await it.pass(300)
  await eventually(() => waiting.tag !== undefined && waiting.tag !== tag)
})

test('a name and the times of registration are such changes, also when a time comes', async () => {
  await using it = await start()
  const node = it.node()
  const next = async () => {
    await it.clock.advance(500)
    return (await ask(node)).text()
  }
  const tags = [await next()]
  await it.database.write(({ db }) => it.settings.setServerName(db, 'Kites'))
  tags.push(await next())
  await it.change('open', it.database.now() + 60_000)
  tags.push(await next())
  await it.clock.advance(60_000)
  tags.push(await next())
  expect(new Set(tags).size).toBe(4)
})

test('many requests cost one read of the database for each look, and none without them', async () => {
  await using it = await start()
  const node = it.node()
  const tag = await (await ask(node)).text()
  const all = Array.from({ length: 300 }, (_, at) => held(ask(node, tag, { peer: `192.0.2.${at % 10}` })))
  await settle()
  it.reads.count = 0
  for (let steps = 0; steps < 5; steps++) await it.pass(300)
  expect(it.reads.count).toBeLessThanOrEqual(5)
  for (let steps = 0; steps < 27; steps++) await it.pass(300)
  await eventually(() => all.every(({ tag: now }) => now === tag))
  it.reads.count = 0
  await it.clock.advance(10_000)
  expect(it.reads.count).toBe(0)
})

test('requests are bounded for each address, and those that ended make room', async () => {
  await using it = await start()
  const node = it.node()
  const tag = await (await ask(node)).text()
  const ended = new AbortController()
  const waiting = Array.from({ length: 50 }, () => ask(node, tag, { signal: ended.signal }))
  await settle()
  expect((await ask(node, tag)).status).toBe(204)
  expect((await ask(node, undefined, { peer: '192.0.2.2' })).status).toBe(200)
  ended.abort()
  await Promise.all(waiting)
  expect((await ask(node)).status).toBe(200)
  it.state.condition = 'stopping'
  expect((await ask(node, tag)).status).toBe(204)
})

test('over HTTP the response is not stored, and shows no page in a frame', async () => {
  await using http = await HttpApp.start()
  const response = await fetch(`${http.url}/policy/changes`)
  expect(await response.text()).toMatch(/^[\w-]{16}$/)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})
