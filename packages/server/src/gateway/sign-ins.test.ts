import { expect, test } from 'bun:test'
import { type ChatId, closeCodes, newUuidV7, rates, type UserId } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'
import { SignIns } from './sign-ins'

const user = { userId: newUuidV7() as UserId, userKey: 1 }
const chatsOf = (count: number) =>
  Array.from({ length: count }, () => ({ chatId: newUuidV7() as ChatId, large: false }))

/** A connection that notes what it subscribes. */
const arriving = (isClosed = false) => {
  const topics: string[] = []
  return { isClosed, topics, hasLost: () => false, subscribe: (topic: string) => void topics.push(topic) }
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ code }: Refused) => code,
  )

test('an account reads its chats for one connection at a time, and not for one that closed meanwhile', async () => {
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
  const [first, gone, last] = [arriving(), { ...arriving(), isClosed: false }, arriving()]
  const done = [first, gone, last].map((connection) => signIns.subscribe(connection, user))
  const other = signIns.subscribe(arriving(), { userId: newUuidV7() as UserId, userKey: 2 })
  expect(reads.length).toBe(2)
  gone.isClosed = true
  for (const { resolve } of reads) resolve()
  await Promise.all([done[0], done[1], other])
  await eventually(() => reads.length === 3)
  reads[2]?.resolve()
  await done[2]
  expect([first.topics.length, gone.topics.length, last.topics.length]).toEqual([2, 0, 2])
})

test('others have a turn while a connection subscribes to very many chats', async () => {
  const chats = chatsOf(3_000)
  let charged = 0
  const charge = (_: UserId, rows: number) => {
    charged += rows
  }
  const signIns = new SignIns({ take: () => 0, charge, subscriptionsOf: async () => chats })
  const connection = arriving()
  const subscribed = signIns.subscribe(connection, user)
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

test('an account that connects again and again is refused with 4029 after a while, and nobody else is', async () => {
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

/** Connects with a token as from an upgrade, and hangs up. Answers the code that the server closed with. */
const connectOnce = async (app: TestApp, token: string): Promise<number | undefined> => {
  const far = app.connect(token)
  await eventually(() => far.connection.isIdle)
  far.connection.end()
  return far.closedWith
}

test('a connection that opens its session again and again, or pings all the time, is refused after a while', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const [alice, bob] = [await app.person('alice'), await app.person('bob')]
  const openAlice = () => codeOf(alice.call('session.open', { token: alice.token }))
  const pingBob = () => codeOf(bob.call('session.ping', {}))
  for (const call of [openAlice, pingBob]) {
    const codes = await Promise.all(Array.from({ length: rates.session.burst + 1 }, call))
    expect(codes[0]).toBe('ok')
    expect(codes.at(-1)).toBe('rate_limited')
  }
})
