import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  type ChatId,
  contract,
  limits,
  type MediaId,
  type MessageId,
  type MethodName,
  type MethodSpec,
  newUuidV7,
  type Params,
  type ReportId,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { findPostgres } from '@parley/server/src/testing/postgres'
import { type Person, TestApp } from '@parley/server/src/testing/test-app'

/** Calls of one kind that one account makes at once. */
const CALLS = 40
/** The most reads of the database that may start while another account waits for its response, its own included. */
const READS_AHEAD = 20
const GROUPS = 30

interface Scene {
  readonly app: TestApp
  /** Reads of the database so far. */
  readonly reads: () => number
  readonly readsAtAppend: () => number
  readonly mallory: Person
  readonly bob: Person
  readonly chatId: ChatId
  readonly chatIds: readonly ChatId[]
  readonly userIds: readonly UserId[]
  readonly messageId: MessageId
}

type Worst<N extends MethodName> = (scene: Scene) => Params<N>

const wholeSync: Params<'sync.pull'> = { user: 0 as Params<'sync.pull'>['user'], chats: {}, last: true }
const nothing = () => ({})
const inFirstChat = ({ chatId }: Scene) => ({ chatId })

/** The most expensive valid parameters of each read. A new method fails the first test until it is added here. */
const worst: { readonly [N in MethodName]?: Worst<N> } = {
  'accounts.me': nothing,
  'accounts.email': nothing,
  'accounts.passkeys': nothing,
  'accounts.exportState': nothing,
  'accounts.identities': nothing,
  'chats.changes': ({ chatId }) => ({ chatId, since: 0 }),
  'chats.online': inFirstChat,
  'chats.reads': ({ chatIds }) => ({ chatIds: chatIds.slice(0, limits.readsChats) }),
  'chats.unwatch': inFirstChat,
  'chats.watch': inFirstChat,
  'channels.list': nothing,
  'friends.request': ({ bob }) => ({ userId: bob.me.id }),
  'groups.bans': inFirstChat,
  'groups.entry': inFirstChat,
  'groups.join': inFirstChat,
  'groups.links': inFirstChat,
  'groups.members': ({ chatId }) => ({ chatId, query: 'person' }),
  'groups.requests': inFirstChat,
  'invites.list': nothing,
  'invites.open': () => ({ code: 'x'.repeat(22) }),
  'media.get': ({ chatIds, messageId }) => ({
    shown: chatIds
      .slice(0, limits.mediaPerGet)
      .map((chatId) => ({ mediaId: newUuidV7() as MediaId, chatId, messageId })),
  }),
  'media.largest': nothing,
  'media.usage': nothing,
  'messages.list': ({ chatId }) => ({ chatId, limit: limits.historyPage }),
  'messages.media': ({ chatId }) => ({ chatId, kind: 'links', limit: limits.historyPage }),
  'messages.reactors': ({ chatId, messageId }) => ({ chatId, id: messageId }),
  'messages.receipts': ({ chatId, messageId }) => ({ chatId, id: messageId }),
  'presence.unwatch': ({ userIds }) => ({ userIds: userIds.slice(0, limits.presencePerWatch) }),
  'presence.watch': ({ userIds }) => ({ userIds: userIds.slice(0, limits.presencePerWatch) }),
  'reports.count': inFirstChat,
  'reports.list': inFirstChat,
  'reports.media': () => ({ id: newUuidV7() as ReportId }),
  'sessions.list': nothing,
  'sync.pull': () => wholeSync,
  'users.get': ({ userIds }) => ({ ids: userIds.slice(0, limits.usersPerGet) }),
  'users.search': () => ({ query: 'person' }),
}

const readMethods = Object.entries(contract).flatMap(([domain, methods]) =>
  Object.entries(methods as Record<string, MethodSpec>)
    .filter(([, { auth, rate }]) => auth === 'user' && (rate === 'read' || rate === 'lookup'))
    .map(([name]) => `${domain}.${name}` as MethodName),
)

test('the most expensive parameters of every read are listed', () => {
  expect(Object.keys(worst).toSorted()).toEqual(readMethods.toSorted())
})

/** Mallory is in many groups with long histories, none of them shared with bob. */
const build = async (kind: 'sqlite' | 'postgres'): Promise<Scene> => {
  const app = await TestApp.start({ kind })
  const mallory = await app.person('mallory')
  const bob = await app.person('bob')
  const people = await Promise.all(Array.from({ length: 20 }, (_, at) => app.person(`person_${at}`)))
  for (const { connection } of people) connection.connection.end()
  const userIds = people.map(({ me }) => me.id)
  const chatIds: ChatId[] = []
  let messageId: MessageId | undefined
  for (let at = 0; at < GROUPS; at++) {
    const chatId = newUuidV7() as ChatId
    await mallory.call('groups.create', { id: chatId, name: `Group ${at}`, userIds })
    const texts = Array.from(
      { length: limits.snapshotMessages },
      (_, number) => `https://parley.test/${number} ${'long '.repeat(60)}`,
    )
    const said = await Promise.all(texts.map((text) => mallory.say(chatId, text)))
    messageId ??= said[0]?.id
    chatIds.push(chatId)
  }
  const [chatId] = chatIds
  if (!chatId || !messageId) throw new Error('nothing was said')
  return { ...{ app, ...countReads(app) }, mallory, bob, chatId, chatIds, userIds, messageId }
}

/** Counts reads of a database from now on, and the reads before the latest append. */
const countReads = ({ database }: TestApp) => {
  const [read, append] = [database.read.bind(database), database.appendMessage.bind(database)]
  let [reads, atAppend] = [0, 0]
  database.appendMessage = (message) => {
    atAppend = reads
    return append(message)
  }
  database.read = (run) =>
    read((db) => {
      reads++
      return run(db)
    })
  return { reads: () => reads, readsAtAppend: () => atAppend }
}

/** Makes many calls at once. Resolves to how many got a response or a refusal. */
const flood = async (person: Person, method: MethodName, params: unknown): Promise<number> => {
  const calls = Array.from({ length: CALLS }, () => person.connection.call(method, params as never))
  return (await Promise.allSettled(calls)).length
}

for (const kind of ['sqlite', 'postgres'] as const) {
  const missing = kind === 'postgres' && !findPostgres()
  if (missing) console.log('skipped: PostgreSQL is not installed (on Debian: apt-get install postgresql)')
  describe.skipIf(missing)(`while one account floods the server, on ${kind}`, () => {
    let scene: Scene
    beforeAll(async () => {
      scene = await build(kind)
    })
    afterAll(() => scene.app[Symbol.asyncDispose]())

    for (const method of readMethods)
      test(`others don't wait for a flood of ${method}`, async () => {
        const { bob, mallory, reads, readsAtAppend } = scene
        const flooded = flood(mallory, method, worst[method]?.(scene as never))
        const atFirst = reads()
        await bob.call('accounts.me', {})
        const forRead = reads() - atFirst
        await bob.say(WORLD_CHAT_ID, 'hello')
        // Reads continue during the commit of the message. Their number depends on the disk.
        const forSend = readsAtAppend() - atFirst - forRead
        expect(Math.max(forRead, forSend)).toBeLessThanOrEqual(READS_AHEAD)
        expect(await flooded).toBe(CALLS)
      })

    test("others don't wait for a flood of group creations", async () => {
      const { bob, mallory, userIds } = scene
      let answered = 0
      const made = Array.from({ length: CALLS }, async (_, at) => {
        await mallory.call('groups.create', { id: newUuidV7() as ChatId, name: `More ${at}`, userIds: [...userIds] })
        answered++
      })
      await bob.call('accounts.update', { name: 'Robert' })
      expect(answered).toBeLessThan(CALLS)
      await Promise.all(made)
    })

    test('other calls run during a whole sync', async () => {
      const { bob, mallory } = scene
      let done = false
      const pull = mallory.call('sync.pull', wholeSync).finally(() => {
        done = true
      })
      for (let times = 0; times < 3; times++) await bob.call('accounts.me', {})
      await bob.say(WORLD_CHAT_ID, 'hello')
      expect(done).toBe(false)
      expect((await pull).chats.length).toBeGreaterThan(GROUPS)
    })
  })
}
