import { expect, test } from 'bun:test'
import { closeCodes, limits, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { fail } from '../lib/fail'
import { eventually } from '../testing/eventually'
import { FakeClock, settle } from '../testing/fake-clock'
import { TestApp, type TestConnection } from '../testing/test-app'

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly data: { readonly code: string } }
}

/** The frame with the responses of the next batch. Events may come before it. */
const batchAnswer = (connection: TestConnection['connection']): Promise<string> =>
  new Promise((resolve) => {
    connection.peer.send = (frame) => {
      if (frame.startsWith('[')) resolve(frame)
    }
  })

test('a batch with too many bytes in its responses gets them in order, as far as they fit', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  for (let at = 0; at < 20; at++) await alice.say(WORLD_CHAT_ID, 'x'.repeat(limits.textMaxChars))
  const { connection } = alice.connection
  const answered = batchAnswer(connection)
  const call = (id: number) => ({ id, method: 'messages.list', params: { chatId: WORLD_CHAT_ID } })
  connection.receive(JSON.stringify(Array.from({ length: limits.batchCalls }, (_, id) => call(id))))
  const frame = await answered
  const answers: Answer[] = JSON.parse(frame)
  expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: limits.batchCalls }, (_, id) => id))
  const codes = answers.map(({ error }) => error?.data.code ?? 'ok')
  expect(codes.slice(0, 3)).toEqual(['ok', 'ok', 'ok'])
  expect(codes.at(-1)).toBe('too_large')
  expect(frame.length).toBeLessThan(2 * 1024 * 1024)
})

test("calls of a full batch don't run", async () => {
  // Without timers, only the batch reads.
  await using app = await TestApp.start({ clock: new FakeClock() })
  const alice = await app.person('alice')
  for (let at = 0; at < 20; at++) await alice.say(WORLD_CHAT_ID, 'x'.repeat(limits.textMaxChars))
  const { connection } = alice.connection
  const answered = batchAnswer(connection)
  const read = app.database.read.bind(app.database)
  let reads = 0
  app.database.read = (run) => {
    reads++
    return read(run)
  }
  const params = { chatId: WORLD_CHAT_ID }
  const batch = Array.from({ length: limits.batchCalls }, (_, id) => ({ id, method: 'messages.list', params }))
  connection.receive(JSON.stringify(batch))
  const answers: Answer[] = JSON.parse(await answered)
  const ran = answers.filter(({ result }) => result !== undefined).length
  expect(ran).toBeLessThan(limits.batchCalls / 2)
  expect(reads).toBe(ran)
})

test('sends of one batch are stored together and in order', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { connection } = alice.connection
  const answered = Promise.withResolvers<string>()
  connection.peer.sendAll = (frames) => answered.resolve(frames.at(-1) ?? '')
  connection.peer.send = (frame) => {
    if (frame.startsWith('[')) answered.resolve(frame)
  }
  const send = (id: number) => ({
    id,
    method: 'messages.send',
    params: { id: newUuidV7(), chatId: WORLD_CHAT_ID, body: { type: 'text', text: `message ${id}` } },
  })
  connection.receive(JSON.stringify([{ id: 0, method: 'accounts.me' }, ...[1, 2, 3, 4, 5].map(send)]))
  await answered.promise
  const phone = await app.signedIn(alice.me, alice.token)
  const page = await phone.call('messages.list', { chatId: WORLD_CHAT_ID })
  const texts = page.messages.map(({ body }) => (body.type === 'text' ? body.text : body.type))
  expect(texts).toEqual([1, 2, 3, 4, 5].map((id) => `message ${id}`))
})

test('a connection that could not be subscribed is closed, because it would miss events', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { read } = app.database
  const phone = app.connect()
  // The token comes from the cache; next the node reads the chats.
  app.database.read = () => Promise.reject(fail('unavailable'))
  phone.connection.receive(JSON.stringify({ id: 1, method: 'session.open', params: { token: alice.token } }))
  await settle()
  app.database.read = read
  expect(phone.closedWith).toBe(closeCodes.draining)
})

test('[DL29] a token that is refused at the upgrade closes the connection at once, and says whether to reconnect', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { sessions, database } = { sessions: app.core.sessions, database: app.database }
  const closedWith = async (token: string) => {
    const phone = app.connect(token)
    await eventually(() => phone.closedWith !== undefined)
    return phone.closedWith
  }
  await alice.call('accounts.logout', {})
  expect(await closedWith(alice.token)).toBe(closeCodes.sessionEnded)
  expect(await closedWith('no-token')).toBe(closeCodes.sessionEnded)
  // No pending work changes this.
  const phone = app.connect(alice.token)
  phone.connection.receive('{"id":1,"method":"session.open","params":{}}')
  await eventually(() => phone.closedWith !== undefined)
  expect(phone.closedWith).toBe(closeCodes.sessionEnded)
  // A token that could not be looked up may be valid.
  const { read } = database
  sessions.forgetUser(bob.me.id)
  database.read = () => Promise.reject(fail('unavailable'))
  expect(await closedWith(bob.token)).toBe(closeCodes.draining)
  database.read = read
  await database.write(async (tx) => {
    await tx.lock({ users: [] })
    const { key } = await tx.db
      .selectFrom('users')
      .select('key')
      .where('username', '=', 'bob')
      .executeTakeFirstOrThrow()
    await tx.db.updateTable('users').set({ disabled_at: tx.now }).where('key', '=', key).execute()
  })
  expect(await closedWith(bob.token)).toBe(closeCodes.accountDisabled)
})

test('[DL29] the call that ends its own session gets its response before the connection closes', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { database } = app
  const write = database.write.bind(database)
  // The end of the session is known here before the call continues.
  database.write = async (run) => {
    const result = await write(run)
    await eventually(() => alice.connection.connection.isClosed)
    return result
  }
  const heard: string[] = []
  const { peer } = alice.connection.connection
  const { send, close } = peer
  peer.send = (frame) => {
    if (frame.includes('"result"')) heard.push('answer')
    send(frame)
  }
  peer.close = (code, reason) => {
    heard.push(reason)
    close(code, reason)
  }
  void alice.call('accounts.logout', {})
  await eventually(() => heard.includes('sessionEnded'))
  expect(heard).toEqual(['answer', 'sessionEnded'])
})

test('[DL29] a connection that ends its own session receives only the response', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { connection } = alice.connection
  const { send } = connection.peer
  const closedAtAnswer: boolean[] = []
  connection.peer.send = (frame) => {
    if (frame.includes('"result"')) closedAtAnswer.push(connection.isClosed)
    send(frame)
  }
  await alice.call('accounts.logout', {})
  expect(closedAtAnswer).toEqual([true])
})

test("[DL29] a slow call doesn't keep a connection open after its session ended, and it receives nothing more", async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const laptop = await app.signedIn(alice.me, alice.token)
  const { read } = app.database
  app.database.read = () => new Promise(() => {})
  laptop.connection.connection.receive('{"id":9,"method":"accounts.me"}')
  await settle()
  app.database.read = read
  await alice.call('accounts.logout', {})
  await eventually(() => laptop.connection.connection.isClosed)
  laptop.connection.connection.push('{"method":"chat.delta"}')
  expect(laptop.connection.closedWith).toBeUndefined()
  await clock.advance(1_000)
  expect(laptop.connection.closedWith).toBe(closeCodes.sessionEnded)
  expect(laptop.connection.events('chat.delta')).toEqual([])
})

test('an account keeps its newest connections, and one that pings is not the oldest', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  // The user's own connection is one of them.
  const phones: TestConnection[] = [alice.connection]
  while (phones.length < limits.connectionsPerAccount) {
    await clock.advance(1)
    const phone = app.connect()
    await phone.call('session.open', { token: alice.token })
    phones.push(phone)
  }
  await clock.advance(1)
  await alice.connection.call('session.ping', {})
  const surplus = app.connect()
  await surplus.call('session.open', { token: alice.token })
  const closed = phones.flatMap(({ closedWith }, at) => (closedWith === undefined ? [] : [[at, closedWith]]))
  expect(closed).toEqual([[1, closeCodes.tooManyConnections]])
  // Dead sockets of a device that reconnects again and again make room one by one.
  for (let at = 0; at < 2 * limits.connectionsPerAccount; at++) {
    await clock.advance(1)
    await app.connect().call('session.open', { token: alice.token })
  }
  expect(app.core.gateway.count).toBe(limits.connectionsPerAccount)
})
