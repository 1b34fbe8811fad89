import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import { createClient, createMemoryStore } from '@parley/sdk'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, register } from './lib/people'
import { RpcSocket } from './lib/rpc-socket'
import { startServer } from './lib/server-process'
import { temporaryDirectory } from './lib/temporary-directory'

test('two new users write to each other, one with bare frames and one with the SDK', async () => {
  using directory = temporaryDirectory('first-message')
  await using server = await startServer({ dataDir: `${directory.path}/data` })
  const alice = await register(server.url, 'alice')
  const bob = await register(server.url, 'bob')

  // Bob uses the SDK: a chat that another user opens with him appears in his state by itself.
  const client = createClient({ url: server.url, token: bob.token, store: createMemoryStore() })
  await client.start()

  // Alice uses JSON-RPC over a WebSocket, as is possible with a terminal.
  using socket = await RpcSocket.connect(server.url, alice.token)
  const { users } = await socket.call('users.search', { query: '@bob' })
  expect(users.map(({ id }) => id)).toEqual([bob.userId])
  const { chat } = await socket.call('chats.direct', { userId: bob.userId })
  const hello = { id: newUuidV7() as MessageId, chatId: chat.id, body: { type: 'text' as const, text: 'Hello, Bob!' } }
  const stored = await socket.call('messages.send', hello)
  expect(stored).toMatchObject({ ...hello, seq: 1, senderId: alice.userId })

  const entry = (chatId: ChatId) => client.state.get().chats.get(chatId)
  await eventually(() => entry(chat.id)?.last?.row !== undefined)
  expect(entry(chat.id)?.last?.row).toEqual(stored)
  expect(entry(chat.id)?.unread).toBe(1)

  // His reply is in the outbox until the server has it, and reaches her as a delta.
  client.send(chat.id, { type: 'text', text: 'Hello, Alice!' })
  let answer = await socket.event('chat.delta')
  while (!answer.messages?.some(({ senderId }) => senderId === bob.userId)) answer = await socket.event('chat.delta')
  expect(answer.messages.map(({ seq, body }) => ({ seq, body }))).toEqual([
    { seq: 2, body: { type: 'text', text: 'Hello, Alice!' } },
  ])
  await client.stop()

  // Both messages are available over HTTP, too.
  const params = { chatId: chat.id }
  const { messages } = await callHttp(server.url, { method: 'messages.list', params, token: alice.token })
  expect(messages.map(({ seq }) => seq)).toEqual([1, 2])
})
