import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { HeldReads } from '../testing/held-reads'
import { type Person, type Refused, TestApp } from '../testing/test-app'

/** A group of alice and bob on a node without bob's cached access, with a database that can be slow. */
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
  const phone = await app.signedIn(bob.me, bob.token)
  /** Drops the cached members of the chat, so that the next call looks them up again. */
  const forget = async () => {
    const { id } = (await app.person(`guest${newUuidV7().slice(-6)}`)).me
    await alice.call('groups.invite', { chatId, userIds: [id] })
  }
  const texts = async (person: Person) => {
    const { messages } = await person.call('messages.list', { chatId })
    return messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []))
  }
  return {
    app,
    reads,
    alice,
    bob,
    phone,
    chatId,
    forget,
    texts,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test("[DL6] a later send doesn't overtake one whose lookup is slow", async () => {
  await using it = await scene()
  const { reads, alice, bob, phone, chatId, forget, texts } = it
  const lookup = reads.hold()
  const first = bob.say(chatId, 'first')
  await lookup.answered
  await forget()
  const second = bob.say(chatId, 'second')
  // By now the node has bob's access in the cache, but later sends still wait behind the first.
  await phone.call('chats.typing', { chatId })
  const third = bob.say(chatId, 'third')
  lookup.release()
  const seqs = (await Promise.all([first, second, third])).map(({ seq }) => seq)
  expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
  await bob.say(chatId, 'fourth')
  expect(await texts(alice)).toEqual(['first', 'second', 'third', 'fourth'])
})

test('a failed lookup refuses only its own send', async () => {
  await using it = await scene()
  const { app, reads, alice, bob, phone, chatId, forget, texts } = it
  const lookup = reads.hold()
  lookup.breakOff()
  const first = bob.say(chatId, 'first').catch(({ code }: Refused) => code)
  await lookup.answered
  await forget()
  await phone.call('chats.typing', { chatId })
  const second = bob.say(chatId, 'second')
  lookup.release()
  expect(await first).toBe('internal')
  expect(app.takeProblems()).toEqual([expect.stringContaining('messages.send')])
  await second
  expect(await texts(alice)).toEqual(['second'])
})
