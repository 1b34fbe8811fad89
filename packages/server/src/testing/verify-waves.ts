import { expect } from 'bun:test'
import { newUuidV7, type WaveId, WORLD_CHAT_ID } from '@parley/protocol'
import { type Cases, type Scene, silent } from './verify-cases'

/** Where dave comes from. */
const network = '203.0.113.7'
const id = newUuidV7() as WaveId

/** Dave signs up, and writes into the world and to alice. */
const spam = async ({ app, alice }: Scene) => {
  const account = { username: 'dave', name: 'Dave', password: 'correct horse 4 battery' }
  const made = await app.connectFrom(network).call('accounts.register', account)
  const dave = await app.signedIn(made.user, made.session.token)
  const { chat } = await alice.call('chats.direct', { userId: dave.me.id })
  for (let at = 0; at < 3; at++) {
    await dave.say(chat.id, `buy ${at}`)
    await dave.say(WORLD_CHAT_ID as typeof chat.id, `sell ${at}`)
  }
}

const clean = async ({ app, alice }: Scene) => {
  const now = app.database.now()
  const filter = { from: now - 3_600_000, until: now + 60_000, network }
  const { hash } = await alice.call('admin.countWave', { filter })
  await alice.call('admin.cleanWave', { id, filter, hash })
  await app.core.waves.look()
}

/** Cleanups of spam waves. */
export const waveCases = {
  'admin.cleanWave': {
    'messages in the world and in a direct chat': {
      given: spam,
      when: clean,
      check: (told, { alice, carol }) => {
        const retracted = (person: typeof alice) =>
          told(person).chats.flatMap(({ messages = [] }) => messages.filter(({ retractedAt }) => retractedAt)).length
        expect([retracted(alice), retracted(carol)]).toEqual([6, 3])
        expect(told(carol).user).toEqual(silent.user)
      },
    },
  },
  'admin.undoWave': {
    'messages in the world and in a direct chat': {
      given: async (scene) => {
        await spam(scene)
        await clean(scene)
      },
      when: async ({ app, alice }) => {
        await alice.call('admin.undoWave', { id })
        await app.core.waves.look()
      },
      check: (told, { alice, carol }) => {
        const back = (person: typeof alice) =>
          told(person).chats.flatMap(({ messages = [] }) => messages.filter(({ body }) => body.type === 'text')).length
        expect([back(alice), back(carol)]).toEqual([6, 3])
      },
    },
  },
} satisfies Cases
