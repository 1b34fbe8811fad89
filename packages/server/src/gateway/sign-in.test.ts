import { expect, test } from 'bun:test'
import { type ChatId, closeCodes, type MessageId, newUuidV7 } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { HeldReads } from '../testing/held-reads'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

/** A group of alice and bob on a server whose database a test can slow down. */
const scene = async () => {
  let reads: HeldReads | undefined
  const app = await TestApp.start({
    wrap: (database) => {
      reads = new HeldReads(database)
      return reads
    },
  })
  if (!reads) throw new Error('The service took another database.')
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  return { app, reads, alice, bob, chatId, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** Bob's other device, with a new token. */
const secondSession = async (app: TestApp): Promise<string> => {
  const login = { login: 'bob', password: 'correct horse 3 battery' }
  return (await app.connect().call('accounts.login', login)).session.token
}

const textsOf = (person: Pick<Person, 'connection'>, chatId: ChatId): string[] =>
  person.connection
    .events('chat.delta')
    .filter((delta) => delta.chatId === chatId)
    .flatMap(({ messages = [] }) => messages.map(({ body }) => ('text' in body ? body.text : body.type)))

test('[DL11] [DL13] a chat that is left during a sign-in is not subscribed', async () => {
  await using it = await scene()
  const { app, reads, alice, bob, chatId } = it
  const phone = app.connect()
  const chats = reads.hold()
  const opened = phone.call('session.open', { token: bob.token })
  await chats.answered
  await bob.call('groups.leave', { chatId })
  chats.release()
  await opened
  await alice.say(chatId, 'without bob')
  expect(textsOf({ connection: phone }, chatId)).toEqual([])
  // The phone still receives its user's events.
  await bob.call('accounts.update', { name: 'Bobby' })
  expect(phone.events('user.delta').at(-1)?.me?.name).toBe('Bobby')
})

test('[DL11] a chat that the user is added to during a sign-in is subscribed', async () => {
  await using it = await scene()
  const { app, reads, alice, bob } = it
  const phone = app.connect()
  const chats = reads.hold()
  const opened = phone.call('session.open', { token: bob.token })
  await chats.answered
  const later = newUuidV7() as ChatId
  await alice.call('groups.create', { id: later, name: 'Later', userIds: [bob.me.id] })
  chats.release()
  await opened
  await alice.say(later, 'welcome')
  expect(textsOf({ connection: phone }, later)).toContain('welcome')
})

test('[DL29] a connection whose session is revoked during the token lookup is refused', async () => {
  await using it = await scene()
  const { app, reads, bob, chatId } = it
  const token = await secondSession(app)
  const phone = app.connect()
  const lookup = reads.hold()
  const opened = code(phone.call('session.open', { token }))
  await lookup.answered
  const queued = code(
    phone.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text: 'too late' } }),
  )
  await bob.call('sessions.revokeOthers', {})
  lookup.release()
  expect([await opened, await queued]).toEqual(['unauthenticated', 'unauthenticated'])
  const { messages } = await bob.call('messages.list', { chatId })
  expect(JSON.stringify(messages)).not.toContain('too late')
})

test("[DL29] waiting calls of a session don't run after it is revoked", async () => {
  await using it = await scene()
  const { app, reads, alice, bob, chatId } = it
  const phone = await app.signedIn(bob.me, await secondSession(app))
  await phone.say(chatId, 'in time')
  const read = reads.hold()
  const [first, ...queued] = [
    phone.call('messages.list', { chatId }),
    phone.say(chatId, 'too late'),
    phone.call('chats.markRead', { chatId, seq: 2 }),
    phone.call('groups.leave', { chatId }),
  ]
  for (const call of [first, ...queued]) call?.catch(() => {})
  await read.answered
  await bob.call('sessions.revokeOthers', {})
  await eventually(() => phone.connection.connection.isClosed)
  read.release()
  await eventually(() => phone.connection.connection.inFlight === 0)
  await eventually(() => phone.connection.closedWith === closeCodes.sessionEnded)
  const { messages, rev } = await alice.call('messages.list', { chatId })
  expect(messages.map(({ body }) => ('text' in body ? body.text : body.type))).toEqual(['system', 'in time'])
  // No other change: the chat's rev is that of the last message.
  expect(rev).toBe(messages.at(-1)?.rev as number)
  const { user } = await bob.call('sync.pull', { user: 0, chats: {}, last: false })
  expect(user?.states?.find((state) => state.chatId === chatId)?.readSeq).toBe(1)
})

test('[DL13] a chat that is left during the access check of a watch is not watched', async () => {
  await using it = await scene()
  const { app, reads, alice, bob } = it
  const chatId = newUuidV7() as ChatId
  await alice.call('channels.create', { id: chatId, name: 'Kites' })
  await bob.call('channels.join', { chatId })
  const phone = await app.signedIn(bob.me, bob.token)
  const lookup = reads.hold()
  const watching = code(phone.call('chats.watch', { chatId }))
  await lookup.answered
  await bob.call('channels.leave', { chatId })
  lookup.release()
  expect(await watching).toBe('not_a_member')
  await alice.say(chatId, 'without bob')
  expect(textsOf(phone, chatId)).toEqual([])
})

test("input on a closed connection isn't run", async () => {
  await using it = await scene()
  const { connection } = it.app.connect()
  connection.close('draining')
  connection.receive(JSON.stringify({ id: 1, method: 'accounts.challenge', params: {} }))
  expect(connection.inFlight).toBe(0)
})
