import { expect, test } from 'bun:test'
import { type ChatId, closeCodes, newUuidV7, rates, type UserId } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'
import { SignIns } from './sign-ins'

const user = { userId: newUuidV7() as UserId, userKey: 1 }
const chatsOf = (count: number) =>
  Array.from({ length: count }, () => ({ chatId: newUuidV7() as ChatId, large: false }))

/** A connection that records its subscriptions. */
const arriving = (isClosed = false) => {
  const topics: string[] = []
  return { isClosed, topics, hasLost: () => false, subscribe: (topic: string) => void topics.push(topic) }
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ code }: Refused) => code,
  )

test('an account reads its chats for one connection at a time, and skips one that closed meanwhile', async () => {
  const reads: ReturnType<typeof Promise.withResolvers<void>>[] = []
  const signIns = new SignIns({
    take: () => 0,
    charge: () => {},
    subscriptionsOf: async () => {
      const read = Promise.withResolvers<void>()
      reads.push(read)
      await read.promise
      return chatsOf(2)
    },
  })
  const first = arriving()
  const gone = { ...arriving(), isClosed: false }
  const last = arriving()
  const done = [first, gone, last].map((connection) => signIns.subscribeChats(connection, user))
  const other = signIns.subscribeChats(arriving(), { userId: newUuidV7() as UserId, userKey: 2 })
  expect(reads.length).toBe(2)
  gone.isClosed = true
  for (const { resolve } of reads) resolve()
  await Promise.all([done[0], done[1], other])
  await eventually(() => reads.length === 3)
  reads[2]?.resolve()
  await done[2]
  expect([first.topics.length, gone.topics.length, last.topics.length]).toEqual([2, 0, 2])
})

test('the event loop runs while a connection subscribes to very many chats', async () => {
  const chats = chatsOf(3_000)
  let charged = 0
  const charge = (_: UserId, rows: number) => {
    charged += rows
  }
  const signIns = new SignIns({ take: () => 0, charge, subscriptionsOf: async () => chats })
  const connection = arriving()
  const subscribed = signIns.subscribeChats(connection, user)
  const atTurns: number[] = []
  for (let turn = 0; turn < 4; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    atTurns.push(connection.topics.length)
  }
  expect(atTurns[0]).toBeLessThan(chats.length)
  await subscribed
  expect(connection.topics.length).toBe(chats.length)
  expect(charged).toBe(chats.length)
})

test("an account that reconnects again and again is refused with 4029 after a while, and others aren't", async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  for (let times = 0; times < rates.session.burst; times++) await connectOnce(app, alice.token)
  expect(await connectOnce(app, alice.token)).toBe(closeCodes.rateLimited)
  expect(await connectOnce(app, bob.token)).toBeUndefined()
  await clock.advance(1_000)
  expect(await connectOnce(app, alice.token)).toBeUndefined()
})

/** Connects with a token as from an upgrade, and disconnects. Returns the server's close code. */
const connectOnce = async (app: TestApp, token: string): Promise<number | undefined> => {
  const far = app.connect(token)
  await eventually(() => far.connection.isIdle)
  far.connection.end()
  return far.closedWith
}

test('a connection that opens its session or pings all the time is refused after a while', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const openAlice = () => codeOf(alice.call('session.open', { token: alice.token }))
  const pingBob = () => codeOf(bob.call('session.ping', {}))
  for (const call of [openAlice, pingBob]) {
    const codes = await Promise.all(Array.from({ length: rates.session.burst + 1 }, call))
    expect(codes[0]).toBe('ok')
    expect(codes.at(-1)).toBe('rate_limited')
  }
})
