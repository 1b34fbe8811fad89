import { expect, test } from 'bun:test'
import { type ChatDelta, type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { InProcessBus } from '../bus/in-process'
import { ChatAccess } from '../chats/access'
import { ReadCursors } from '../chats/read-cursors'
import { GroupMembers } from '../groups/group-members'
import { History } from '../messages/history'
import { ReactionHistory } from '../messages/reaction-history'
import { OwnPreferences } from '../preferences/own-preferences'
import { type Person, TestApp } from '../testing/test-app'
import { Users } from '../users/users'
import { ChatDeltas } from './chat-deltas'
import { SentProfiles } from './sent-profiles'
import { Snapshots } from './snapshots'
import * as store from './store'

const names = ['alice', 'bob', 'carol', 'dave'] as const
const stepsOfRun = 120
const stepsBetweenLooks = 8

/** A linear congruential generator: each seed is another run. */
const randomOf = (seed: number) => {
  let state = seed * 2_654_435_761
  const below = (count: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * count)
  }
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)] as T }
}

/** One path uses shared chats, the other reads every row. */
const readersOf = ({ database }: TestApp) => {
  const access = new ChatAccess(database)
  const users = new Users({ database })
  const cursors = new ReadCursors({ database, bus: new InProcessBus(), access, preferences: new OwnPreferences() })
  const rows = { history: new History(), members: new GroupMembers(), reactions: new ReactionHistory(), cursors }
  const options = { database, access, users, ...rows }
  return { access, users, snapshots: new Snapshots(options), deltas: new ChatDeltas(options) }
}

type Readers = ReturnType<typeof readersOf>

/** Both snapshots of all of a user's chats, in one snapshot of the database. */
const encodeBoth = (app: TestApp, { access, users, snapshots, deltas }: Readers, person: Person) =>
  app.database.read(async (db) => {
    const key = (await users.keysOf(db, [person.me.id])).get(person.me.id) ?? 0
    const reader = { key, id: person.me.id }
    const keys = (await store.selectHeads(db, key)).map((head) => head.key)
    const ranges = await access.findReadables(db, key, keys)
    const cursorOf = await store.selectCursors(db, key, keys)
    const both: { shared: ChatDelta; read: ChatDelta }[] = []
    for (const snapshotMessages of [0, 3, 30]) {
      const wanted = [...ranges.values()]
        .filter(({ member }) => member)
        .map((range) => ({ range, since: 0, ...cursorOf(range.chatKey), snapshotMessages }))
      const encoders = await snapshots.readSnapshots(db, { reader, sent: new SentProfiles() }, wanted)
      for (const one of wanted) {
        const encode = encoders.get(one.range.chatKey)
        const [read] = await deltas.readDeltas(db, { reader, marks: 'direct' }, [one])
        if (encode && read) both.push({ shared: JSON.parse(encode(new SentProfiles())) as ChatDelta, read })
      }
    }
    return both
  })

/** A user does something at random; refusals change nothing. */
const step = async (people: readonly Person[], chats: readonly ChatId[], random: ReturnType<typeof randomOf>) => {
  const one = random.of(people)
  const other = random.of(people)
  const chatId = random.of(chats)
  const userId = other.me.id
  const { messages } = await one.call('messages.list', { chatId, limit: 50 }).catch(() => ({ messages: [] }))
  const id = (random.of(messages)?.id ?? newUuidV7()) as MessageId
  const body = { type: 'text', text: `words ${random.below(1_000)}` } as const
  const send = (more: object) => one.call('messages.send', { id: newUuidV7() as MessageId, chatId, body, ...more })
  const acts: readonly (() => Promise<unknown>)[] = [
    () => send({}),
    () => send({}),
    () => send({ mentions: [userId] }),
    () => send({ mentionsAll: true }),
    () => one.call('messages.edit', { chatId, id, body, mentions: [userId] }),
    () => one.call('messages.retract', { chatId, id }),
    () => one.call('messages.hide', { chatId, ids: [id] }),
    () => one.call('messages.hide', { chatId, ids: messages.slice(-3).map((message) => message.id) }),
    () => one.call('messages.react', { chatId, id, emoji: random.of(['👍', '🎉']), on: random.below(3) > 0 }),
    () => one.call('messages.pin', { chatId, id, pinned: true }),
    () => one.call('chats.markRead', { chatId, seq: random.below(60) }),
    () => one.call('groups.invite', { chatId, userIds: [userId] }),
    () => one.call('groups.leave', { chatId }),
    () => one.call('groups.remove', { chatId, userId }),
    () => one.call('groups.setRole', { chatId, userId, role: random.of(['admin', 'member']) }),
    () => one.call('groups.setNickname', { chatId, userId, nickname: random.of(['Captain', null]) }),
    () => one.call('groups.mute', { chatId, userId, forMs: random.of([0, 60_000]) }),
    () => one.call('groups.update', { chatId, historyVisible: random.below(2) > 0, name: body.text }),
    () => one.call('accounts.update', { name: body.text }),
    () => one.call('friends.block', { userId }),
  ]
  await random
    .of(acts)()
    .catch(() => undefined)
}

for (const seed of [1, 2, 3, 4, 5])
  test(`[DL13] [DL18] [DL27] [DL40] shared snapshots say what reading every row says, seed ${seed}`, async () => {
    await using app = await TestApp.start()
    const random = randomOf(seed)
    const people: Person[] = []
    for (const name of names) people.push(await app.person(name))
    const [alice, bob] = people as [Person, Person]
    const chats: ChatId[] = [WORLD_CHAT_ID]
    for (let made = 0; made < 2; made++) {
      const chatId = newUuidV7() as ChatId
      await people[made]?.call('groups.create', { id: chatId, name: 'Boats', userIds: [random.of(people).me.id] })
      chats.push(chatId)
    }
    chats.push((await alice.call('chats.direct', { userId: bob.me.id })).chat.id)
    const readers = readersOf(app)
    let compared = 0
    for (let done = 1; done <= stepsOfRun; done++) {
      await step(people, chats, random)
      if (done % stepsBetweenLooks > 0) continue
      for (const person of people)
        for (const { shared, read } of await encodeBoth(app, readers, person)) {
          expect(shared).toEqual(read)
          compared++
        }
    }
    expect(compared).toBeGreaterThan(stepsOfRun)
  })
