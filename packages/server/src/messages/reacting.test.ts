import { expect, test } from 'bun:test'
import { type ChatId, limits, type Message, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const emojis = ['👍', '❤️', '😂', '🎉', '😮', '😢', '🔥']
const named = ({ id, chatId }: Message) => ({ id, chatId })
const react = (person: Person, message: Message, change: { emoji?: string; on?: boolean } = {}) =>
  person.call('messages.react', { ...named(message), emoji: '👍', on: true, ...change })
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )
const scene = async (app: TestApp, others: readonly string[] = ['bob']) => {
  const alice = await app.person('alice')
  const people: Person[] = []
  for (const name of others) people.push(await app.person(name))
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Boats', userIds: people.map(({ me }) => me.id) })
  return { alice, people: [alice, ...people], bob: people[0] as Person, chatId }
}

test('[DL43] a reaction is one row for all members and one for the user, on all their devices', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const phone = await app.signedIn(bob.me, bob.token)
  const said = await alice.say(chatId, 'shall we?')
  const { reactions, mine } = await react(bob, said)
  const list = [{ emoji: '👍', count: 1, users: [bob.me.id] }]
  expect(reactions).toEqual({ messageId: said.id, seq: said.seq, rev: said.rev + 1, list })
  for (const person of [alice, bob])
    expect(person.connection.events('chat.delta').at(-1)).toEqual({
      chatId,
      from: said.rev,
      rev: said.rev + 1,
      reactions: [reactions],
    })
  expect(phone.connection.events('user.delta').at(-1)?.reactions).toEqual([mine])
  expect(alice.connection.events('user.delta').flatMap((delta) => delta.reactions ?? [])).toEqual([])
  const page = await bob.call('messages.list', { chatId })
  expect([page.reactions, page.mine]).toEqual([[reactions], [mine]])
  expect((await alice.call('messages.list', { chatId })).mine).toEqual([])
  expect((await alice.call('chats.changes', { chatId, since: said.rev })).reactions).toEqual([reactions])
  expect((await alice.call('chats.changes', { chatId, since: 0 })).reactions).toEqual([reactions])
  expect((await bob.call('sync.pull', { user: 0 })).user?.reactions).toEqual([mine])
})

test('[DL43] setting it again changes nothing, and removing it leaves an empty row', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const said = await alice.say(chatId, 'shall we?')
  const first = await react(bob, said)
  expect(await react(bob, said)).toEqual(first)
  const { reactions, mine } = await react(bob, said, { on: false })
  expect([reactions.list, mine.emojis, reactions.rev]).toEqual([[], [], first.reactions.rev + 1])
  expect(await react(bob, said, { on: false })).toEqual({ reactions, mine })
  expect((await alice.call('chats.changes', { chatId, since: said.rev })).reactions).toEqual([reactions])
})

test('[DL7] [DL43] many concurrent reactions raise the rev a few times, and all of them count', async () => {
  await using app = await TestApp.start()
  const names = Array.from({ length: 11 }, (_, at) => `person${at}`)
  const { alice, people, chatId } = await scene(app, names)
  const said = await alice.say(chatId, 'all of you')
  const startedMs = Date.now()
  const answers = await Promise.all(people.flatMap((one) => ['👍', '🎉'].map((emoji) => react(one, said, { emoji }))))
  const mostBumps = Math.floor((Date.now() - startedMs) / limits.reactionIntervalMs) + 1
  const last = Math.max(...answers.map(({ reactions }) => reactions.rev))
  expect(last - said.rev).toBeLessThanOrEqual(mostBumps)
  const held = (await alice.call('messages.list', { chatId })).reactions.at(-1)
  expect(held?.list.map(({ emoji, count, users }) => [emoji, count, users.length])).toEqual([
    ['👍', 12, 8],
    ['🎉', 12, 8],
  ])
  const named = held?.list[0]?.users ?? []
  const gone = people.filter(({ me }) => named.includes(me.id)).slice(0, 4)
  await Promise.all(gone.map((one) => react(one, said, { on: false })))
  const left = (await alice.call('messages.list', { chatId })).reactions.at(-1)?.list[0]
  expect([left?.count, left?.users.length, new Set(left?.users).size]).toEqual([8, 8, 8])
  expect(left?.users.some((id) => gone.some(({ me }) => me.id === id))).toBe(false)
})

test('[DL43] the number of emojis of a message is limited, per user and in total', async () => {
  await using app = await TestApp.start()
  const { alice, people, bob, chatId } = await scene(app, ['bob', 'carol', 'dave', 'erin'])
  const said = await alice.say(chatId, 'shall we?')
  const ends = await Promise.all(emojis.map((emoji) => codeOf(react(bob, said, { emoji }))))
  expect(ends.filter((end) => end === 'done')).toHaveLength(limits.reactionsOfOne)
  expect(ends.slice(limits.reactionsOfOne)).toEqual(['too_many_reactions', 'too_many_reactions'])
  const more = [...'🐶🐱🐭🐹🐰🦊🐻🐼🐨🐯🦁🐮🐷🐸🐵']
  const others = people.filter((one) => one !== bob)
  await Promise.all(more.map((emoji, at) => react(others[at % 4] as Person, said, { emoji })))
  const [held] = (await alice.call('messages.list', { chatId })).reactions
  expect(held?.list).toHaveLength(limits.reactionsOfMessage)
  expect(await codeOf(react(alice, said, { emoji: '🦋' }))).toBe('too_many_reactions')
  expect(await codeOf(react(alice, said, { emoji: '🐱' }))).toBe('done')
})

test('only a single emoji is a reaction', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const said = await alice.say(chatId, 'shall we?')
  for (const emoji of ['', 'a', '1', '👍👍', '<b>', '👍 ', '\u200d', '👍'.repeat(50), 'e\u0301'])
    expect([emoji, await codeOf(react(bob, said, { emoji }))]).toEqual([emoji, 'invalid_params'])
  for (const emoji of ['👨‍👩‍👧‍👦', '👍🏽', '🇨🇳', '1️⃣', '🏴󠁧󠁢󠁳󠁣󠁴󠁿'])
    expect([emoji, await codeOf(react(bob, said, { emoji }))]).toEqual([emoji, 'done'])
})

test('[DL38] [DL43] a retracted message has no reactions and takes none', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const said = await alice.say(chatId, 'shall we?')
  await react(bob, said)
  const gone = await alice.call('messages.retract', named(said))
  const delta = bob.connection.events('chat.delta').at(-1)
  expect([delta?.messages, delta?.reactions]).toEqual([
    [gone],
    [{ messageId: said.id, seq: said.seq, rev: gone.rev, list: [] }],
  ])
  expect(await codeOf(react(bob, said, { emoji: '🎉' }))).toBe('retracted')
})

test('[DL43] concurrent reactions and a retraction leave none, whichever came first', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  for (let round = 0; round < 5; round++) {
    const said = await alice.say(chatId, `${round}`)
    await Promise.all([
      codeOf(react(bob, said)),
      alice.call('messages.retract', named(said)),
      codeOf(react(alice, said)),
    ])
    const { reactions } = await bob.call('messages.list', { chatId, after: said.seq - 1 })
    expect(reactions.flatMap(({ list }) => list)).toEqual([])
  }
})

test("[DL12] [DL13] [DL43] reactions need write access, and hidden messages aren't found", async () => {
  await using app = await TestApp.start()
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const { alice, bob, chatId } = await scene(app)
  const carol = await app.person('carol')
  const said = await alice.say(chatId, 'before carol')
  expect(await codeOf(react(carol, said))).toBe('not_found')
  await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
  expect(await codeOf(react(carol, said))).toBe('not_found')
  await react(bob, said)
  const heard = JSON.stringify(carol.connection.frames)
  expect(heard).not.toContain('👍')
  expect((await carol.call('chats.changes', { chatId, since: 0 })).reactions).toBeUndefined()
  await bob.call('groups.leave', { chatId })
  expect(await codeOf(react(bob, said, { emoji: '🎉' }))).toBe('not_a_member')
  await react(alice, said, { emoji: '🎉' })
  const seen = (await bob.call('messages.list', { chatId })).reactions
  expect(JSON.stringify(seen)).not.toContain('🎉')
  const world = await alice.say(WORLD_CHAT_ID, 'hello')
  await admin.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
  expect(await codeOf(react(bob, world))).toBe('channel_closed')
})

test('[DL13] [DL43] a present member who may see the message gets all reactions, by page and by emoji', async () => {
  await using app = await TestApp.start()
  const names = Array.from({ length: limits.reactorsPage + 3 }, (_, at) => `person${at}`)
  const { alice, people, chatId } = await scene(app, names)
  const said = await alice.say(chatId, 'all of you')
  await Promise.all(people.map((one) => react(one, said)))
  const few = people.slice(0, 3)
  await Promise.all(few.map((one) => react(one, said, { emoji: '🎉' })))
  const asked = named(said)
  const everybody = (ids: readonly Person[]) => ids.map(({ me }) => me.id).toSorted()
  const first = await alice.call('messages.reactors', asked)
  const after = first.reactors.at(-1)?.userId
  const second = await alice.call('messages.reactors', { ...asked, ...(after && { after }) })
  const ids = [...first.reactors, ...second.reactors].map(({ userId }) => userId)
  expect([first.reactors.length, first.more, second.more]).toEqual([limits.reactorsPage, true, false])
  expect(ids.toSorted()).toEqual(everybody(people))
  const onFirst = first.reactors.map(({ userId }) => userId)
  expect(first.users.map(({ id }) => id).toSorted()).toEqual(onFirst.toSorted())
  expect(first.reactions.list.map(({ emoji, count }) => [emoji, count])).toEqual([
    ['👍', people.length],
    ['🎉', 3],
  ])
  const partying = await alice.call('messages.reactors', { ...asked, emoji: '🎉' })
  expect(partying.reactors.map(({ userId }) => userId).toSorted()).toEqual(everybody(few))
  expect(partying.reactors.every(({ emojis }) => emojis.join() === '👍,🎉')).toBe(true)
  await react(few[0] as Person, said, { emoji: '🎉', on: false })
  const left = await alice.call('messages.reactors', { ...asked, emoji: '🎉' })
  expect(left.reactors.map(({ userId }) => userId).toSorted()).toEqual(everybody(few.slice(1)))

  const bob = people[1] as Person
  const carol = await app.person('carol')
  expect(await codeOf(carol.call('messages.reactors', asked))).toBe('not_found')
  await alice.call('groups.invite', { chatId, userIds: [carol.me.id] })
  // Sent before she joined, and this group hides earlier history.
  expect(await codeOf(carol.call('messages.reactors', asked))).toBe('not_found')
  await bob.call('groups.leave', { chatId })
  expect(await codeOf(bob.call('messages.reactors', asked))).toBe('not_a_member')
  await alice.call('messages.retract', asked)
  const gone = await alice.call('messages.reactors', asked)
  expect([gone.reactions.list, gone.reactors, gone.more]).toEqual([[], [], false])
})

test('[DL43] an emoji with and without its variation selector is one reaction, set and removed in either form', async () => {
  await using app = await TestApp.start()
  const { alice, bob, chatId } = await scene(app)
  const said = await alice.say(chatId, 'shall we?')
  await react(bob, said, { emoji: '\u2764' })
  const { reactions, mine } = await react(alice, said, { emoji: '\u2764\ufe0f' })
  const list = [{ emoji: '\u2764\ufe0f', count: 2, users: [bob.me.id, alice.me.id] }]
  expect([reactions.list, mine.emojis]).toEqual([list, ['\u2764\ufe0f']])
  const asked = { ...named(said), emoji: '\u2764' }
  expect((await alice.call('messages.reactors', asked)).reactors.map(({ userId }) => userId)).toHaveLength(2)
  await react(bob, said, { emoji: '\u2764\ufe0f', on: false })
  expect((await react(alice, said, { emoji: '\u2764\ufe0e', on: false })).reactions.list).toEqual([])
})
