import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { findPostgres } from '@parley/server/src/testing/postgres'
import { type Person, TestApp } from '@parley/server/src/testing/test-app'
import type { DatabaseKind } from '@parley/server/src/testing/test-database'
import { friendRaces, limitRaces } from './race-limits'
import {
  chatIn,
  createPeople,
  newChatId,
  newGroup,
  type Race,
  runConcurrently,
  runRace,
  type Scene,
  sendThree,
} from './race-scene'
import { RawConnection } from './raw-connection'

/** Each order with each gap. */
const ROUNDS = 8
/** Rounds with the same people. */
const ROUNDS_TOGETHER = 4

const done = (outcomes: readonly string[]): number => outcomes.filter((outcome) => outcome === 'done').length
const about = ({ chatId }: Scene, { me }: Person) => ({ chatId, userId: me.id })

const isIn = async ({ app, chatId }: Scene, { me }: Person): Promise<boolean> => {
  const { present } = await chatIn(app, chatId)
  const key = await keyOf(app, me.username)
  return present.some(({ user_key }) => user_key === key)
}

const keyOf = async (app: TestApp, username: string): Promise<number> => {
  const row = await app.database.read((db) =>
    db.selectFrom('users').select('key').where('username', '=', username).executeTakeFirstOrThrow(),
  )
  return row.key
}

/** How many messages a person wrote in the chat. */
const written = async ({ app, chatId }: Scene, { me }: Person): Promise<number> => {
  const [{ messages }, key] = [await chatIn(app, chatId), await keyOf(app, me.username)]
  return messages.filter(({ sender_key, countable }) => sender_key === key && countable).length
}

const openGroup = async (scene: Scene): Promise<void> => {
  const { alice, chatId } = scene
  await newGroup(scene)
  await alice.call('groups.update', { chatId, joinPolicy: 'open' })
}

const withAdmin = async (scene: Scene): Promise<void> => {
  await newGroup(scene)
  await scene.alice.call('groups.setRole', { ...about(scene, scene.carol), role: 'admin' })
}

/** Bob's refused messages aren't stored, his acknowledged ones are. */
const asAnswered = async (outcomes: readonly string[], scene: Scene): Promise<void> =>
  expect(await written(scene, scene.bob)).toBe(done(outcomes.slice(0, 3)))

const groupRaces: Readonly<Record<string, Race>> = {
  'a user joins while they are banned': {
    prepare: openGroup,
    calls: (scene) => [
      () => scene.dave.call('groups.join', { chatId: scene.chatId }),
      () => scene.alice.call('groups.ban', about(scene, scene.dave)),
    ],
    check: async (_, scene) => expect(await isIn(scene, scene.dave)).toBe(false),
  },
  'a member leaves while they send': {
    calls: ({ bob, chatId }) => [...sendThree(bob, chatId), () => bob.call('groups.leave', { chatId })],
    check: asAnswered,
  },
  'a member is banned while they send': {
    calls: (scene) => [
      ...sendThree(scene.bob, scene.chatId),
      () => scene.alice.call('groups.ban', about(scene, scene.bob)),
    ],
    check: asAnswered,
  },
  'a group is dissolved while a member sends': {
    calls: ({ alice, bob, chatId }) => [...sendThree(bob, chatId), () => alice.call('groups.dissolve', { chatId })],
    check: asAnswered,
  },
  'a member is promoted while an admin removes them': {
    prepare: withAdmin,
    calls: (scene) => [
      () => scene.alice.call('groups.setRole', { ...about(scene, scene.bob), role: 'admin' }),
      () => scene.carol.call('groups.remove', about(scene, scene.bob)),
    ],
    check: async (outcomes, scene) => {
      expect(done(outcomes)).toBe(1)
      expect(await isIn(scene, scene.bob)).toBe(outcomes[0] === 'done')
    },
  },
  'a group is transferred to a member who leaves': {
    calls: (scene) => [
      () => scene.alice.call('groups.transfer', about(scene, scene.bob)),
      () => scene.bob.call('groups.leave', { chatId: scene.chatId }),
    ],
    check: (outcomes) => expect(done(outcomes)).toBe(1),
  },
  'two people take the last place': {
    prepare: async (scene) => {
      await openGroup(scene)
      await scene.bob.call('groups.leave', { chatId: scene.chatId })
      await scene.alice.call('groups.update', { chatId: scene.chatId, maxMembers: 3 })
    },
    calls: ({ bob, dave, chatId }) => [bob, dave].map((one) => () => one.call('groups.join', { chatId })),
    check: (outcomes) => expect(outcomes.toSorted()).toEqual(['done', 'group_full']),
  },
  'two people follow a link with one use': {
    prepare: async (scene) => {
      await newGroup(scene)
      await scene.bob.call('groups.leave', { chatId: scene.chatId })
      await scene.alice.call('groups.createLink', { chatId: scene.chatId, uses: 1 })
    },
    calls: async ({ alice, bob, dave, chatId }) => {
      const { links } = await alice.call('groups.links', { chatId })
      return [bob, dave].map((one) => () => one.call('invites.open', { code: links[0]?.code ?? '' }))
    },
    check: async (outcomes, { app, chatId }) => {
      expect(outcomes.toSorted()).toEqual(['done', 'invite_invalid'])
      expect((await chatIn(app, chatId)).present).toHaveLength(3)
    },
  },
  'a join request is granted while its sender is banned': {
    prepare: async (scene) => {
      const { alice, dave, chatId } = scene
      await withAdmin(scene)
      await alice.call('groups.update', { chatId, joinPolicy: 'approval' })
      await dave.call('groups.join', { chatId })
    },
    calls: (scene) => [
      () => scene.carol.call('groups.answerRequest', { ...about(scene, scene.dave), accept: true }),
      () => scene.alice.call('groups.ban', about(scene, scene.dave)),
    ],
    check: async (_, scene) => expect(await isIn(scene, scene.dave)).toBe(false),
  },
}

const kinds: readonly DatabaseKind[] = findPostgres() === undefined ? ['sqlite'] : ['sqlite', 'postgres']
if (kinds.length === 1) console.log('The races on PostgreSQL are skipped: PostgreSQL is not installed.')

describe.each(kinds)('on %s', (kind) => {
  let app: TestApp
  let gathered = 0
  beforeAll(async () => {
    app = await TestApp.start({ kind })
  })
  afterAll(() => app[Symbol.asyncDispose]())

  test.each(Object.entries({ ...groupRaces, ...friendRaces, ...limitRaces }))(
    '[DL5] [DL7] [DL15] %s',
    async (_, race) => {
      for (let first = 0; first < ROUNDS; first += ROUNDS_TOGETHER) {
        const people = await createPeople(app, `${++gathered}`)
        for (let round = first; round < first + ROUNDS_TOGETHER; round++)
          await runRace(race, { app, ...people, chatId: newChatId(), round })
        for (const { connection } of Object.values(people)) connection.connection.end()
      }
    },
  )

  test('[DL29] when a session ends while it sends, acknowledged messages are stored, and it sends nothing more', async () => {
    const people = await createPeople(app, 's')
    const { alice, bob } = people
    for (let round = 0; round < ROUNDS; round++) {
      const chatId = newChatId()
      await newGroup({ app, ...people, chatId, round })
      const door = app.connect()
      const login = { login: bob.me.username, password: `correct horse ${bob.me.username.length} battery` }
      const { session } = await door.call('accounts.login', login)
      door.connection.end()
      const devices = [1, 2, 3].map(() => new RawConnection(app, '10.2.0.1'))
      for (const device of devices) await device.ask('session.open', JSON.stringify({ token: session.token }))
      const send = (device: RawConnection, at: number) => {
        const id = newChatId()
        const message = { id, chatId, body: { type: 'text', text: `${at}` } }
        return { id, answer: () => device.ask('messages.send', JSON.stringify(message)) }
      }
      const sent = devices.map(send)
      const answers: string[] = []
      const keep =
        ({ answer }: (typeof sent)[number], at: number) =>
        async () => {
          answers[at] = await answer()
        }
      const revoke = () => bob.call('sessions.revoke', { sessionId: session.id })
      expect(await runConcurrently(round, [...sent.map(keep), revoke])).toEqual(['done', 'done', 'done', 'done'])
      const { messages } = await alice.call('messages.list', { chatId, limit: limits.historyPage })
      const stored = new Set<string>(messages.map(({ id }) => id))
      const answered = sent.filter((_, at) => answers[at]?.includes('"result"'))
      expect(answered.filter(({ id }) => !stored.has(id))).toEqual([])
      const late = await Promise.all(devices.map((device, at) => send(device, at).answer()))
      expect(late.filter((answer) => !answer.startsWith('closed'))).toEqual([])
    }
  })

  test('a password reset link works once', async () => {
    const admin = await app.person('admin')
    await app.core.admin.grant('admin')
    const [victim, newPassword] = [await app.person('erin'), 'tidal fox lamp 9']
    for (let round = 0; round < ROUNDS; round++) {
      const { code } = await admin.call('admin.resetPassword', { userId: victim.me.id })
      const reset = (address: string) => () =>
        app.connectFrom(address).call('accounts.resetPassword', { code, newPassword })
      const outcomes = await runConcurrently(round, [reset(`10.3.${round}.1`), reset(`10.3.${round}.2`)])
      expect(outcomes.toSorted()).toEqual(['done', 'reset_invalid'])
    }
  })
})
