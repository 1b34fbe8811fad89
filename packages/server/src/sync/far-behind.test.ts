import { expect, test } from 'bun:test'
import { type ChatId, limits, type MessageId, newUuidV7 } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

/** Fewer messages than a delta may hold, whose changes raise the rev further than that. */
const few = Math.ceil(limits.deltaRows / 2) + 5

const chatOf = async (alice: Person, messages: number) => {
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [] })
  const { rev } = await alice.say(chatId, 'before')
  const sent = await Promise.all(Array.from({ length: messages }, (_, at) => alice.say(chatId, `${at}`)))
  return { chatId, rev, ids: sent.map(({ id }) => id) }
}

const edit = (alice: Person, chatId: ChatId, id: MessageId) =>
  alice.call('messages.edit', { chatId, id, body: { type: 'text', text: 'edited' } })

test('[DL20] a message that is new and edited counts once, so that both changes fit into a delta', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const { chatId, rev, ids } = await chatOf(alice, few)
  for (const id of ids) await edit(alice, chatId, id)
  const delta = await alice.call('chats.changes', { chatId, since: rev })
  expect(delta.rev - rev).toBeGreaterThan(limits.deltaRows)
  expect([delta.from, delta.messages?.length]).toEqual([rev, few])
})

test('[DL20] new, edited and reacted messages that are too many together return a snapshot, and only it is read', async () => {
  const asked: string[] = []
  await using app = await TestApp.start({ onQuery: ({ sql }) => asked.push(sql) })
  const alice = await app.person('alice')
  const { chatId, ids } = await chatOf(alice, few)
  const { rev } = await alice.say(chatId, 'between')
  for (const id of ids.slice(0, 200)) await edit(alice, chatId, id)
  for (const id of ids.slice(0, 150)) await alice.call('messages.react', { chatId, id, emoji: '👍', on: true })
  await Promise.all(Array.from({ length: 200 }, (_, at) => alice.say(chatId, `${at}`)))
  asked.length = 0
  const much = await alice.call('chats.changes', { chatId, since: rev })
  expect([much.from, much.messages?.length]).toEqual([0, limits.snapshotMessages])
  expect(asked.filter((sql) => sql.startsWith('select "messages".*'))).toHaveLength(1)
})
