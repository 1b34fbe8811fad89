import { describe, expect, test } from 'bun:test'
import type { Peers } from '../bus/peers'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { TestNats, whyNoNats } from '../testing/nats'
import { natsNode } from '../testing/nats-nodes'
import { findPostgres } from '../testing/postgres'
import { openProxy } from '../testing/silent-proxy'
import { type Refused, TestApp, type TestAppOptions } from '../testing/test-app'
import { EndedWatch } from './ended-watch'

/** Nodes of these tests forward no calls to each other. */
const peers: Peers = {
  serve: async () => () => {},
  request: async () => '',
  announce: async () => {},
  list: async () => [],
}
const place = (node: string) => ({ node, peers, roles: ['api', 'gateway', 'worker'] as const })

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** Bob is signed in on both nodes, and the second one has cached the session that the first one ends. */
const twoNodes = async (clock: FakeClock, [first, second]: readonly [TestAppOptions, TestAppOptions]) => {
  const here = await TestApp.start({ clock, cluster: place('here'), ...first })
  const there = await TestApp.start({ clock, cluster: place('there'), ...second, beside: here })
  const bob = await there.person('bob')
  const { session } = await here.connect().call('accounts.login', { login: 'bob', password: 'correct horse 3 battery' })
  const elsewhere = await here.signedIn(bob.me, session.token)
  return {
    here,
    there,
    bob,
    elsewhere,
    remembers: async () => (await there.core.sessions.authenticate(bob.token)) !== undefined,
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

test('[DL29] another node refuses a session within a second even when the bus lost its end, and its connections close', async () => {
  const links = new Links()
  const clock = new FakeClock()
  await using nodes = await twoNodes(clock, [{ bus: links.open() }, { bus: links.open() }])
  const { bob, elsewhere, remembers, there } = nodes
  links.loses = () => true
  await elsewhere.call('sessions.revokeOthers', {})
  expect(await remembers()).toBe(true)
  await clock.advance(1_000)
  await eventually(() => bob.connection.closedWith !== undefined)
  expect(bob.connection.closedWith).toBe(4501)
  expect(await remembers()).toBe(false)
  expect(await code(there.connect().call('session.open', { token: bob.token }))).toBe('unauthenticated')
})

test('[DL29] another node signs out a disabled account within a second while the bus hangs', async () => {
  const links = new Links()
  const clock = new FakeClock()
  await using nodes = await twoNodes(clock, [{ bus: links.open() }, { bus: links.open() }])
  const { bob, here } = nodes
  const alice = await here.person('alice')
  await here.core.admin.grant('alice')
  links.loses = () => true
  await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
  await clock.advance(1_000)
  await eventually(() => bob.connection.closedWith !== undefined)
  expect(bob.connection.closedWith).toBe(4502)
})

test('[DL29] a node that has not looked for a second asks the database about each token', async () => {
  const links = new Links()
  const clock = new FakeClock()
  await using nodes = await twoNodes(clock, [{ bus: links.open() }, { bus: links.open() }])
  const { elsewhere, remembers, there } = nodes
  links.loses = () => true
  there.core.delivery.stop()
  await elsewhere.call('sessions.revokeOthers', {})
  expect(await remembers()).toBe(true)
  await clock.advance(1_000)
  expect(await remembers()).toBe(false)
})

test('[DL29] an ended session is ended once, however often it is found, and its user may sign in again', async () => {
  const links = new Links()
  const clock = new FakeClock()
  await using nodes = await twoNodes(clock, [{ bus: links.open() }, { bus: links.open() }])
  const { elsewhere, there, bob } = nodes
  links.loses = () => true
  await elsewhere.call('sessions.revokeOthers', {})
  await clock.advance(1_000)
  await eventually(() => bob.connection.closedWith !== undefined)
  const again = await there.signedIn(bob.me, elsewhere.token)
  const { misses } = there.core.sessions.cacheUse
  for (let looks = 0; looks < 10; looks++) {
    await clock.advance(500)
    expect(await there.core.sessions.authenticate(elsewhere.token)).toBeDefined()
  }
  // The cache was not invalidated again.
  expect(there.core.sessions.cacheUse.misses).toBe(misses)
  expect(again.connection.closedWith).toBeUndefined()
})

test('[DL29] a look covers sessions that ended before it began, not those that ended during a slow look', async () => {
  const clock = new FakeClock()
  const answers: (() => void)[] = []
  const watch = new EndedWatch({
    clock,
    elapsed: () => clock.now(),
    databaseNow: () => clock.now(),
    endedSince: () => new Promise((resolve) => answers.push(() => resolve([]))),
    end: () => {},
    onError: () => {},
  })
  watch.start()
  await clock.advance(500)
  expect(watch.isCertain).toBe(true)
  await clock.advance(1_000)
  answers[0]?.()
  await clock.advance(500)
  expect(answers, 'the first look has ended').toHaveLength(2)
  expect(watch.isCertain).toBe(false)
  watch.stop()
})

const missing = whyNoNats() ?? (findPostgres() ? undefined : 'PostgreSQL is not installed')
if (missing) console.log(`Skipped, how sessions end while NATS hangs: ${missing}.`)

describe.skipIf(missing !== undefined)('while NATS hangs', () => {
  test('[DL29] a session revoked on one node is refused on the other within a second, and its connections close', async () => {
    await using nats = await TestNats.start()
    using silent = openProxy(nats.port)
    await using first = await natsNode(silent.url, 'test', { pingMs: 60_000 })
    await using second = await natsNode(silent.url, 'test', { pingMs: 60_000 })
    // Real NATS and PostgreSQL; the nodes' time passes only under control of the test.
    const clock = new FakeClock()
    const kind = 'postgres' as const
    await using nodes = await twoNodes(clock, [
      { kind, bus: first.bus },
      { kind, bus: second.bus },
    ])
    const { bob, elsewhere, remembers } = nodes
    silent.silence(true)
    await elsewhere.call('sessions.revokeOthers', {})
    expect(second.bus.state).toBe('up')
    expect(await remembers()).toBe(true)
    await clock.advance(1_000)
    await eventually(() => bob.connection.closedWith !== undefined)
    expect(bob.connection.closedWith).toBe(4501)
    expect(await remembers()).toBe(false)
    silent.silence(false)
  })
})
