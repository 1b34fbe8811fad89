import { expect, test } from 'bun:test'
import { type ChatId, limits, type Message, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const pin = (person: Person, { id, chatId }: Message, pinned = true) =>
  person.call('messages.pin', { chatId, id, pinned })
const seqsOf = ({ pinned }: { pinned: readonly { seq: number }[] }) => pinned.map(({ seq }) => seq)
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )
const scene = async (app: TestApp) => {
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  return { alice, bob, chatId }
}

test('[DL44] pinned messages are in the order of the chat, for all members, once each', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const said: Message[] = []
  for (const words of ['one', 'two', 'three']) said.push(await bob.say(chatId, words))
  const [one, two, three] = said as [Message, Message, Message]
  await Promise.all([pin(alice, three), pin(alice, one), pin(alice, two), pin(alice, one)])
  const chat = await pin(alice, two)
  expect(chat.pinned).toEqual(said.map(({ id, seq }) => ({ id, seq })))
  expect(chat.rev - three.rev).toBe(3)
  expect(bob.connection.events('chat.delta').at(-1)?.chat?.pinned).toEqual(chat.pinned)
  expect((await bob.call('chats.changes', { chatId, since: 0 })).chat?.pinned).toEqual(chat.pinned)
  expect(seqsOf(await pin(alice, two, false))).toEqual([one.seq, three.seq])
  expect(seqsOf(await pin(alice, two, false))).toEqual([one.seq, three.seq])
})

test('[DL12] [DL13] [DL44] pinning is for moderators in groups, for both in direct chats, for administrators in channels', async () => {
  await using app = await TestApp.start()
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const { alice, bob, chatId } = await scene(app)
  const carol = await app.person('carol')
  const inGroup = await bob.say(chatId, 'for members')
  expect(await codeOf(pin(bob, inGroup))).toBe('forbidden')
  expect(await codeOf(pin(carol, inGroup))).toBe('not_found')
  expect(await codeOf(pin(alice, inGroup))).toBe('done')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const direct = await alice.say(chat.id, 'for us')
  expect(await codeOf(pin(bob, direct))).toBe('done')
  expect(await codeOf(pin(carol, direct))).toBe('not_found')
  await alice.call('friends.block', { userId: bob.me.id })
  expect(await codeOf(pin(alice, direct, false))).toBe('blocked')
  const world = await bob.say(WORLD_CHAT_ID, 'hello')
  expect(await codeOf(pin(bob, world))).toBe('forbidden')
  expect(await codeOf(pin(admin, world))).toBe('done')
  await bob.call('groups.leave', { chatId })
  expect(await codeOf(pin(bob, inGroup, false))).toBe('not_a_member')
})

test('[DL38] [DL44] retracting a message unpins it, and the number of pins is limited', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const gone = await alice.say(chatId, 'never mind')
  await pin(alice, gone)
  const { rev } = await alice.call('messages.retract', { chatId, id: gone.id })
  const delta = bob.connection.events('chat.delta').at(-1)
  expect([delta?.rev, delta?.chat?.pinned, delta?.messages?.[0]?.retractedAt !== undefined]).toEqual([rev, [], true])
  expect(await codeOf(pin(alice, gone))).toBe('retracted')
  const said: Message[] = []
  for (let at = 0; at <= limits.pinnedMessages; at++) said.push(await alice.say(chatId, `${at}`))
  const ends = await Promise.all(said.map((message) => codeOf(pin(alice, message))))
  expect(ends.filter((end) => end === 'done')).toHaveLength(limits.pinnedMessages)
  expect(ends).toContain('too_many_pinned')
})
