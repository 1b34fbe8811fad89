import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { sql } from 'kysely'
import { toBytes } from '../lib/uuid-bytes'
import { type Person, type Refused, TestApp } from '../testing/test-app'
import { testedKind } from '../testing/test-database'

/** Two people do something at the same time, so often that they meet in every place. */
const ROUNDS = 6

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const ask = (me: Person, them: Person) => me.call('friends.request', { userId: them.me.id })
const accept = (me: Person, them: Person) => me.call('friends.answer', { userId: them.me.id, accept: true })
const remove = (me: Person, them: Person) => me.call('friends.remove', { userId: them.me.id })

const pair = async (app: TestApp, round: number): Promise<[Person, Person]> => [
  await app.person(`alice${round}`),
  await app.person(`bob${round}`),
]

const own = async (person: Person) => (await person.call('sync.pull', { user: 0, chats: {}, last: true })) ?? {}

const stateOf = async (person: Person, other: Person): Promise<string | undefined> =>
  (await own(person)).user?.friends?.find(({ userId }) => userId === other.me.id)?.state

/** The greetings in the direct chats of two people. */
const greetings = async (person: Person, other: Person): Promise<readonly string[]> => {
  const direct = (await own(person)).chats.filter(({ chat }) => chat?.peerIds?.includes(other.me.id))
  return direct.flatMap(({ messages = [] }) =>
    messages.flatMap(({ body }) => (body.type === 'system' ? body.event : [])),
  )
}

const chatOf = async (person: Person, other: Person): Promise<ChatId> => {
  const { chat } = await person.call('chats.direct', { userId: other.me.id })
  return chat.id
}

test('[PM5] two people who ask each other at once are friends, with one chat and one greeting', async () => {
  await using app = await TestApp.start({ directChats: 'friends' })
  for (let round = 0; round < ROUNDS; round++) {
    const [alice, bob] = await pair(app, round)
    await Promise.all([ask(alice, bob), ask(bob, alice), ask(alice, bob), ask(bob, alice)])
    expect([await stateOf(alice, bob), await stateOf(bob, alice)]).toEqual(['friends', 'friends'])
    expect(await greetings(alice, bob)).toEqual(['friends_now'])
  }
})

test('[PM5] a request that is accepted and withdrawn at once ends in one of both', async () => {
  await using app = await TestApp.start({ directChats: 'friends' })
  const ends = new Set<string>()
  for (let round = 0; round < ROUNDS; round++) {
    const [alice, bob] = await pair(app, round)
    await ask(alice, bob)
    const first = round % 2 ? [remove(alice, bob), accept(bob, alice)] : [accept(bob, alice), remove(alice, bob)]
    const done = await Promise.all(first.map(outcome))
    const states = [await stateOf(alice, bob), await stateOf(bob, alice)].join(' ')
    ends.add(states)
    // Accepted first, it is a friend who is removed; withdrawn first, there is nothing to accept.
    expect(states).toBe(done.includes('not_found') ? 'removed removed' : 'removed friends')
    expect(await greetings(alice, bob)).toEqual(done.includes('not_found') ? [] : ['friends_now'])
  }
  // SQLite takes writes in the order in which they came, which each round turns around; PostgreSQL in any.
  if (testedKind() === 'sqlite') expect([...ends].toSorted()).toEqual(['removed friends', 'removed removed'])
})

test('[PM5] after a concurrent block and acceptance, friendship is mutual or absent', async () => {
  await using app = await TestApp.start({ directChats: 'friends' })
  for (let round = 0; round < ROUNDS; round++) {
    const [alice, bob] = await pair(app, round)
    await ask(alice, bob)
    const both = [alice.call('friends.block', { userId: bob.me.id }), accept(bob, alice)]
    const done = await Promise.all((round % 2 ? both : both.reverse()).map(outcome))
    const states = [await stateOf(alice, bob), await stateOf(bob, alice)]
    expect(states).toEqual(done.includes('not_found') ? ['removed', 'removed'] : ['friends', 'friends'])
    expect(await outcome(bob.call('chats.direct', { userId: alice.me.id }))).toBe('not_friends')
  }
})

/** Whether something was said in a chat after its first person's own rows last changed, in the order of commits. */
const saidAfter = async (app: TestApp, person: Person, chatId: ChatId): Promise<boolean> => {
  if (testedKind() === 'postgres') return saidLater(app, person, chatId)
  const changed = app.published.findLastIndex((one) => one.kind === 'user' && one.userId === person.me.id)
  return app.published.slice(changed).some((one) => one.kind === 'chat' && one.chatId === chatId)
}

/** The same as PostgreSQL knows it: commits may become known here in another order. */
const saidLater = (app: TestApp, person: Person, chatId: ChatId): Promise<boolean> =>
  app.database.read(async (db) => {
    const { rows } = await sql<{ later: boolean }>`
      select max(pg_xact_commit_timestamp(m.xmin)) > max(pg_xact_commit_timestamp(u.xmin)) as later
      from messages m join chats c on c.key = m.chat_key, users u
      where c.id = ${toBytes(chatId)} and u.id = ${toBytes(person.me.id)}`.execute(db)
    return rows[0]?.later ?? true
  })

const endings = {
  remove: (me, them) => me.call('friends.remove', { userId: them.me.id, clear: true }),
  block: (me, them) => me.call('friends.block', { userId: them.me.id }),
} satisfies Record<string, (me: Person, them: Person) => Promise<unknown>>

for (const [how, end] of Object.entries(endings))
  test(`[PM3] [DL12] nothing is stored after the transaction that ends a friendship (${how}), however much is on its way`, async () => {
    await using app = await TestApp.start({ directChats: 'friends' })
    for (let round = 0; round < ROUNDS; round++) {
      const [alice, bob] = await pair(app, round)
      await ask(alice, bob)
      await accept(bob, alice)
      const chatId = await chatOf(bob, alice)
      await bob.say(chatId, 'before')
      const sends: Promise<string>[] = []
      const say = (count: number) => {
        for (let at = 0; at < count; at++) sends.push(outcome(bob.say(chatId, `${at}`)))
      }
      say(20)
      const ended = end(alice, bob)
      say(20)
      await ended
      say(10)
      const ends = await Promise.all(sends)
      expect(ends.slice(40)).toEqual(Array.from({ length: 10 }, () => 'not_friends'))
      // One connection keeps its order: after the first refusal everything is refused.
      const stored = ends.filter((one) => one === 'done').length
      expect(ends).toEqual(ends.map((_, at) => (at < stored ? 'done' : 'not_friends')))
      expect(await saidAfter(app, alice, chatId)).toBe(false)
      const { seq } = await chatRow(app, chatId)
      const state = (await own(alice)).user?.states?.find((one) => one.chatId === chatId)
      expect(state?.clearedSeq).toBe(how === 'remove' ? seq : 0)
    }
  })

const chatRow = (app: TestApp, chatId: ChatId) =>
  app.database.read((db) =>
    db.selectFrom('chats').select('seq').where('id', '=', toBytes(chatId)).executeTakeFirstOrThrow(),
  )
