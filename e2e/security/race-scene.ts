import { expect } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import type { Person, Refused, TestApp } from '@parley/server/src/testing/test-app'
import { verifyAction } from '@parley/server/src/testing/verify-action'

/** The people of all rounds, and the chat of one round. */
export interface Scene {
  readonly app: TestApp
  /** Owns the chat. */
  readonly alice: Person
  readonly bob: Person
  readonly carol: Person
  readonly dave: Person
  readonly chatId: ChatId
  readonly round: number
}

export type Calls = readonly (() => Promise<unknown>)[]

export type People = Pick<Scene, 'alice' | 'bob' | 'carol' | 'dave'>

/**
 * New people. A snapshot contains the messages of only a few chats, so it can't be compared for people in many chats.
 */
export const createPeople = async (app: TestApp, suffix: string): Promise<People> => ({
  ...{ alice: await app.person(`alice${suffix}`), bob: await app.person(`bob${suffix}`) },
  ...{ carol: await app.person(`carol${suffix}`), dave: await app.person(`dave${suffix}`) },
})

/** One kind of conflict. */
export interface Race {
  /** Prepares the chat; by default a group of alice's with bob and carol. */
  readonly prepare?: (scene: Scene) => Promise<unknown>
  /** The concurrent calls. Preparations here aren't watched. */
  readonly calls: (scene: Scene) => Calls | Promise<Calls>
  /** Checks besides the general ones. */
  readonly check?: (outcomes: readonly string[], scene: Scene) => Promise<void> | void
}

export const newChatId = () => newUuidV7() as ChatId

export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

/** Starts calls in an order and with gaps that depend on the round. Returns the outcomes in the order of the calls. */
export const runConcurrently = async (round: number, calls: Calls): Promise<string[]> => {
  const outcomes: Promise<string>[] = []
  const places = calls.map((_, at) => (round % 2 ? calls.length - 1 - at : at))
  for (const at of places) {
    const call = calls[at]
    if (call) outcomes[at] = outcomeOf(call())
    await turns((round >> 1) % 4)
  }
  return Promise.all(outcomes)
}

interface Revs {
  readonly user: number
  /** The chat's rev; undefined for non-members. */
  readonly chat: number | undefined
  /** The number of frames so far. */
  readonly frameCount: number
}

const revsOf = async (person: Person, chatId: ChatId): Promise<Revs> => {
  const { user, chats } = await person.call('sync.pull', { user: 0, chats: {}, last: true })
  const chat = chats.find((delta) => delta.chatId === chatId)
  const place = chat?.members?.find(({ userId }) => userId === person.me.id)
  const frameCount = person.connection.frames.length
  return { user: user?.rev ?? 0, chat: place?.leftSeq === undefined ? chat?.rev : undefined, frameCount }
}

/** Resolves when a person has received all their changes. Added members are notified only after a read. */
const caughtUp = (person: Person, chatId: ChatId, before: Revs): Promise<void> =>
  eventually(async () => {
    const now = await revsOf(person, chatId)
    const frames = person.connection.frames.slice(before.frameCount)
    const eventsOf = (method: string) =>
      frames.flatMap((frame) => (frame.method === method ? [frame.params as { chatId?: ChatId; rev: number }] : []))
    const user = Math.max(before.user, ...eventsOf('user.delta').map(({ rev }) => rev))
    const ofChat = eventsOf('chat.delta').filter((delta) => delta.chatId === chatId)
    const chat = before.chat && Math.max(before.chat, ...ofChat.map(({ rev }) => rev))
    return user >= now.user && (chat === undefined || now.chat === undefined || chat >= now.chat)
  })

const membersOf = (person: Person, chatId: ChatId) => person.call('groups.members', { chatId }).catch(() => undefined)

/** The chat in the database. */
export const chatIn = (app: TestApp, chatId: ChatId) =>
  app.database.read(async (db) => {
    const id = Buffer.from(chatId.replaceAll('-', ''), 'hex')
    const chat = await db.selectFrom('chats').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const members = await db.selectFrom('members').selectAll().where('chat_key', '=', chat.key).execute()
    const messages = await db
      .selectFrom('messages')
      .selectAll()
      .where('chat_key', '=', chat.key)
      .orderBy('seq')
      .execute()
    return { chat, present: members.filter(({ left_seq }) => left_seq === null), messages }
  })

/** Checks that hold for every chat: seqs without gaps, one owner per group, and a correct member count. */
const expectConsistentChat = async ({ app, chatId }: Scene): Promise<void> => {
  const { chat, present, messages } = await chatIn(app, chatId)
  expect(messages.map(({ seq }) => seq)).toEqual(Array.from({ length: chat.seq }, (_, at) => at + 1))
  expect(messages.every(({ rev }) => rev <= chat.rev)).toBe(true)
  if (chat.kind !== 'group') return
  expect(chat.member_count).toBe(present.length)
  expect(present.filter(({ role }) => role === 'owner').map(({ user_key }) => user_key)).toEqual([chat.owner_key ?? 0])
}

/** Checks that former members can't read later messages. */
const expectNothingAfterLeaving = async ({ chatId, alice, bob, carol, dave }: Scene): Promise<void> => {
  const members = await membersOf(alice, chatId)
  for (const one of [bob, carol, dave]) {
    if (members?.members.some(({ userId }) => userId === one.me.id)) continue
    const delta = await one.call('chats.changes', { chatId, since: 0 }).catch(() => undefined)
    const leftSeq = delta?.members?.find(({ userId }) => userId === one.me.id)?.leftSeq ?? 0
    const page = await one.call('messages.list', { chatId }).catch(() => undefined)
    expect(page?.messages.filter(({ seq }) => seq > leftSeq) ?? []).toEqual([])
  }
}

/** Runs one round of a race with the general checks. */
export const runRace = async (race: Race, scene: Scene): Promise<void> => {
  const { alice, bob, carol, dave, round } = scene
  const people = [alice, bob, carol, dave]
  if (race.prepare) await race.prepare(scene)
  else await newGroup(scene)
  const calls = await race.calls(scene)
  const before = await Promise.all(people.map(async (one) => [one, await revsOf(one, scene.chatId)] as const))
  const { result: outcomes } = await verifyAction(people, async () => {
    const ends = await runConcurrently(round, calls)
    for (const [one, revs] of before) await caughtUp(one, scene.chatId, revs)
    return ends
  })
  expect(outcomes).not.toContain('internal')
  await expectConsistentChat(scene)
  await expectNothingAfterLeaving(scene)
  await race.check?.(outcomes, scene)
}

/** A group of alice's with bob and carol. */
export const newGroup = async ({ alice, bob, carol, chatId }: Scene): Promise<void> => {
  await alice.call('groups.create', { id: chatId, name: 'Friends', userIds: [bob.me.id, carol.me.id] })
}

/** Sends three messages without waiting in between. */
export const sendThree = (person: Person, chatId: ChatId): Calls =>
  ['one', 'two', 'three'].map((text) => () => person.say(chatId, text))
