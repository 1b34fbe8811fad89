import { expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

/** A group in which `newcomer` sees seqs 6 and up, and `former` sees seqs up to 4. */
const scene = async () => {
  const app = await TestApp.start()
  const owner = await app.person('alice')
  const newcomer = await app.person('bob')
  const former = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await owner.call('groups.create', { id: chatId, name: 'Boats', userIds: [former.me.id] })
  const sent = [await owner.say(chatId, 'second'), await former.say(chatId, 'third')]
  await former.call('chats.markRead', { chatId, seq: 3 })
  await former.call('groups.leave', { chatId })
  sent.push(await owner.say(chatId, 'fifth'))
  await owner.call('groups.invite', { chatId, userIds: [newcomer.me.id] })
  sent.push(await owner.say(chatId, 'seventh'))
  return { app, owner, newcomer, former, chatId, sent, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const seqsOf = async (person: Person, chatId: ChatId, page: object) =>
  (await person.call('messages.list', { chatId, ...page })).messages.map(({ seq }) => seq)

const beyond = 1_000_000

test('[DL13] no page shows a new member messages below their range', async () => {
  await using it = await scene()
  const { newcomer, chatId } = it
  for (const page of [{}, { after: 0 }, { after: 2 }, { before: beyond }, { before: 7 }, { around: 7 }])
    expect(Math.min(...(await seqsOf(newcomer, chatId, page)))).toBe(6)
  for (const page of [{ before: 6 }, { before: 1 }]) expect(await seqsOf(newcomer, chatId, page)).toEqual([])
  for (const page of [{ after: 0 }, { around: 1 }, { around: 3 }, { around: 0 }])
    expect(await seqsOf(newcomer, chatId, page)).toEqual([6, 7])
})

test('[DL13] no page shows a former member messages after they left', async () => {
  await using it = await scene()
  const { former, chatId } = it
  for (const page of [{}, { before: beyond }, { before: 6 }, { after: 0 }, { around: 3 }, { around: beyond }])
    expect(await seqsOf(former, chatId, page)).toEqual([1, 2, 3, 4])
  for (const page of [{ after: 4 }, { after: beyond }]) expect(await seqsOf(former, chatId, page)).toEqual([])
})

test('[DL13] no call by a message’s id reaches one that its caller may not see', async () => {
  await using it = await scene()
  const { newcomer, former, chatId, sent } = it
  const [second, , fifth, seventh] = sent
  const calls = (person: Person, id: MessageId) => [
    person.call('messages.hide', { chatId, ids: [id] }),
    person.call('messages.markPlayed', { chatId, ids: [id] }),
    person.call('messages.reactors', { chatId, id }),
    person.call('messages.react', { chatId, id, emoji: '👍', on: true }),
    person.call('messages.pin', { chatId, id, pinned: true }),
    person.call('messages.receipts', { chatId, id }),
    person.call('messages.edit', { chatId, id, body: { type: 'text', text: 'mine' } }),
    person.call('messages.retract', { chatId, id }),
  ]
  const codes = async (person: Person, id: MessageId) =>
    Promise.all(
      calls(person, id).map((call) =>
        call.then(
          () => 'done',
          ({ code }) => code,
        ),
      ),
    )
  const gone = 'not_a_member'
  const unseen = 'not_found'
  expect(await codes(newcomer, second?.id as MessageId)).toEqual(Array(8).fill(unseen))
  for (const message of [fifth, seventh])
    expect(await codes(former, message?.id as MessageId)).toEqual([unseen, unseen, ...Array(6).fill(gone)])
})

test("[DL13] cursors, clearing marks and others' read marks stay within the visible range", async () => {
  await using it = await scene()
  const { owner, newcomer, former, chatId } = it
  await owner.call('chats.markRead', { chatId, seq: beyond })
  await newcomer.call('chats.markRead', { chatId, seq: beyond })
  expect((await former.call('chats.markRead', { chatId, seq: beyond })).readSeq).toBe(4)
  expect((await former.call('chats.clear', { chatId, seq: beyond })).clearedSeq).toBe(4)
  expect(await former.call('chats.reads', { chatIds: [chatId] })).toEqual({ chats: [] })
  expect((await former.call('chats.changes', { chatId, since: 0 })).view?.reads).toBeUndefined()
  // Other members don't see a former member's read position either.
  expect(await newcomer.call('chats.reads', { chatIds: [chatId] })).toEqual({
    chats: [{ chatId, reads: { [owner.me.id]: 7 } }],
  })
})

test('[DL13] no member sees the read position of a former member, even after they return', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const chatId = newUuidV7() as ChatId
  await alice.call('channels.create', { id: chatId, name: 'Kites' })
  await bob.call('channels.join', { chatId })
  const { id, seq } = await alice.say(chatId, 'is it windy?')
  await bob.call('channels.leave', { chatId })
  expect((await bob.call('chats.markRead', { chatId, seq })).readSeq).toBe(seq)
  await bob.call('channels.join', { chatId })
  expect((await alice.call('messages.receipts', { chatId, id })).count).toBe(0)
  await bob.call('chats.markRead', { chatId, seq })
  expect((await alice.call('messages.receipts', { chatId, id })).count).toBe(1)
})
