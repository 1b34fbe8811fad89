import { expect, test } from 'bun:test'
import { closeCodes, limits, WORLD_CHAT_ID } from '@parley/protocol'
import { fail } from '../lib/fail'
import { settle } from '../testing/fake-clock'
import { TestApp } from '../testing/test-app'

interface Answer {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly data: { readonly code: string } }
}

test('a batch whose answers grow too large is answered, as far as it fits, in its order', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  for (let at = 0; at < 20; at++) await alice.say(WORLD_CHAT_ID, 'x'.repeat(limits.textMaxChars))
  const answered = Promise.withResolvers<string>()
  const { connection } = alice.connection
  connection.peer.send = (frame) => answered.resolve(frame)
  const call = (id: number) => ({ id, method: 'messages.list', params: { chatId: WORLD_CHAT_ID } })
  connection.receive(JSON.stringify(Array.from({ length: limits.batchCalls }, (_, id) => call(id))))
  const frame = await answered.promise
  const answers: Answer[] = JSON.parse(frame)
  expect(answers.map(({ id }) => id)).toEqual(Array.from({ length: limits.batchCalls }, (_, id) => id))
  const codes = answers.map(({ error }) => error?.data.code ?? 'ok')
  expect(codes.slice(0, 3)).toEqual(['ok', 'ok', 'ok'])
  expect(codes.at(-1)).toBe('too_large')
  expect(frame.length).toBeLessThan(2 * 1024 * 1024)
})

test('a connection that could not be subscribed is closed: signed in by half it would hear nothing', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { read } = app.database
  const phone = app.connect()
  // The token is known from memory; what is read next is which chats there are.
  app.database.read = () => Promise.reject(fail('unavailable'))
  phone.connection.receive(JSON.stringify({ id: 1, method: 'session.open', params: { token: alice.token } }))
  await settle()
  app.database.read = read
  expect(phone.closedWith).toBe(closeCodes.draining)
})
