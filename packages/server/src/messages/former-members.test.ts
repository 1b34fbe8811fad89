import { expect, test } from 'bun:test'
import { type ChatId, type Message, type MessageId, newUuidV7, type Result } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

const text = (words: string) => ({ type: 'text', text: words }) as const
const named = ({ id, chatId }: Pick<Message, 'id' | 'chatId'>) => ({ id, chatId })

/** A group that bob has left, with four messages that alice changes afterwards, and one of bob's own. */
const scene = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: [bob.me.id] })
  const say = (words: string) => alice.say(chatId, words)
  const edited = await say('as it was')
  const early = await say('rough')
  const changed = await alice.call('messages.edit', { ...named(early), body: text('smooth') })
  const retracted = await say('for you all')
  const reacted = await say('like this')
  const own = { id: newUuidV7() as MessageId, chatId, body: text('mine') }
  await bob.call('messages.send', own)
  const end = await bob.call('groups.leave', { chatId })
  return {
    app,
    alice,
    bob,
    chatId,
    edited,
    changed,
    retracted,
    reacted,
    own,
    end,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

/** Every response that gives a former member the chat, as text. */
const answers = async (bob: Person, chatId: ChatId): Promise<string> =>
  JSON.stringify([
    await bob.call('messages.list', { chatId }),
    await bob.call('messages.list', { chatId, after: 0 }),
    await bob.call('messages.list', { chatId, around: 3 }),
    await bob.call('chats.changes', { chatId, since: 0 }),
    await bob.call('chats.changes', { chatId, since: 2 }),
    await bob.call('sync.pull', { user: 0, chats: {}, last: true }),
  ])

const rowOf = (page: Result<'messages.list'>, { id }: Pick<Message, 'id'>) =>
  page.messages.find((message) => message.id === id)

test('[DL38] a former member sees no edit and no retraction from after they left', async () => {
  await using it = await scene()
  const { alice, bob, chatId, edited, changed, retracted, own } = it
  const before = await answers(bob, chatId)
  expect(before).toContain('as it was')
  const later = 'written after bob left'
  await alice.call('messages.edit', { ...named(edited), body: text(later), mentions: [bob.me.id] })
  await alice.call('messages.retract', named(retracted))
  await alice.call('messages.retract', named(own))
  const after = await answers(bob, chatId)
  for (const trace of [later, 'retracted', '"mentions":[']) expect(after).not.toContain(trace)
  const page = await bob.call('messages.list', { chatId })
  for (const message of [edited, retracted])
    expect(rowOf(page, message)).toEqual({ ...message, body: { type: 'withheld' } })
  expect(rowOf(page, own)).toMatchObject({ body: { type: 'withheld' } })
  // Changes before bob left look as they were then, up to the message about his leaving.
  expect(rowOf(page, changed)).toEqual(changed)
  expect(page.messages.at(-1)?.body).toMatchObject({ type: 'system', event: 'member_left' })
  expect(page.messages.every(({ rev }) => rev <= page.rev)).toBe(true)
})

test("[DL38] a former member can't tell an edit from a retraction", async () => {
  await using it = await scene()
  const { alice, bob, chatId, edited, retracted } = it
  await alice.call('messages.edit', { ...named(edited), body: text('later') })
  await alice.call('messages.retract', named(retracted))
  const page = await bob.call('messages.list', { chatId })
  const keys = [edited, retracted].map((message) => Object.keys(rowOf(page, message) ?? {}).toSorted())
  expect(keys[0]).toEqual(keys[1] as string[])
})

test("[DL38] a former member's last message is withheld if it changed after they left, even where later ones are hidden", async () => {
  await using it = await scene()
  const { alice, bob, chatId, own, end } = it
  const { messages } = await bob.call('messages.list', { chatId })
  await bob.call('messages.hide', {
    chatId,
    ids: messages.filter(({ seq }) => seq === end.leftSeq).map(({ id }) => id),
  })
  await alice.call('messages.retract', named(own))
  for (const since of [0, end.rev]) {
    const { view } = await bob.call('chats.changes', { chatId, since })
    expect(view?.last).toMatchObject({ id: own.id, body: { type: 'withheld' } })
  }
})

test('[DL4] [DL38] a former member who repeats a send sees nothing of later changes', async () => {
  await using it = await scene()
  const { alice, bob, own } = it
  const stored = await bob.call('messages.send', own)
  expect(stored.body).toEqual(own.body)
  await alice.call('messages.retract', named(own))
  const again = await bob.call('messages.send', own)
  expect(again).toEqual({ ...stored, body: { type: 'withheld' } })
})

test('[DL43] [DL44] a former member sees no reaction and no pin from after they left', async () => {
  await using it = await scene()
  const { alice, bob, chatId, reacted } = it
  await alice.call('messages.react', { chatId, id: reacted.id, emoji: '🎈', on: true })
  await alice.call('messages.pin', { chatId, id: reacted.id, pinned: true })
  await alice.call('groups.update', { chatId, name: 'Ships', announcement: 'bob is gone' })
  const after = await answers(bob, chatId)
  for (const trace of ['🎈', '"pinned":[{', 'Ships', 'bob is gone']) expect(after).not.toContain(trace)
  const { chat } = await bob.call('chats.changes', { chatId, since: 0 })
  expect(chat).toMatchObject({ name: 'Boats', pinned: [] })
})

test('[DL38] a returning member sees messages as they are', async () => {
  await using it = await scene()
  const { alice, bob, chatId, edited } = it
  await alice.call('groups.update', { chatId, historyVisible: true })
  const now = await alice.call('messages.edit', { ...named(edited), body: text('later') })
  await alice.call('groups.invite', { chatId, userIds: [bob.me.id] })
  expect(rowOf(await bob.call('messages.list', { chatId }), edited)).toEqual(now)
})
