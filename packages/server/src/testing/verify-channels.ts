import { expect } from 'bun:test'
import { type ChatId, type MethodName, WORLD_CHAT_ID } from '@parley/protocol'
import { type Case, newChatId, type Scene, silent } from './verify-cases'

/** A channel of bob's with carol in it; both watch it. */
const channelOf = async ({ bob, carol }: Scene): Promise<ChatId> => {
  const id = newChatId()
  await bob.call('channels.create', { id, name: 'Kites' })
  await carol.call('channels.join', { chatId: id })
  for (const one of [bob, carol]) await one.call('chats.watch', { chatId: id })
  return id
}

const channels = new WeakMap<Scene, ChatId>()
const withChannel = async (scene: Scene): Promise<void> => {
  channels.set(scene, await channelOf(scene))
}
const idOf = (scene: Scene): ChatId => channels.get(scene) ?? newChatId()

/** The writes of channels, in the forms that differ in what they publish. */
export const channelCases = {
  'channels.create': {
    'of which others hear nothing': {
      when: ({ bob }) => bob.call('channels.create', { id: newChatId(), name: 'Kites', about: 'and wind' }),
      check: (told, { alice, carol }) => expect([told(alice), told(carol)]).toEqual([silent, silent]),
    },
  },
  'channels.update': {
    'everything at once': {
      given: withChannel,
      when: (scene) =>
        scene.bob.call('channels.update', {
          chatId: idOf(scene),
          name: 'Boats',
          about: 'and water',
          announcement: 'Hello',
          mutedAll: true,
          slowModeMs: 5_000,
        }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
    'the world': {
      when: ({ alice }) => alice.call('channels.update', { chatId: WORLD_CHAT_ID as ChatId, mutedAll: true }),
    },
    'nothing new': {
      when: ({ alice }) => alice.call('channels.update', { chatId: WORLD_CHAT_ID as ChatId, mutedAll: false }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'channels.join': {
    'by somebody new': {
      given: withChannel,
      when: (scene) => scene.alice.call('channels.join', { chatId: idOf(scene) }),
    },
    again: {
      given: withChannel,
      when: (scene) => scene.carol.call('channels.join', { chatId: idOf(scene) }),
      check: (told, { bob, carol }) => expect([told(bob), told(carol)]).toEqual([silent, silent]),
    },
  },
  'channels.leave': {
    'by a member': {
      given: withChannel,
      when: (scene) => scene.carol.call('channels.leave', { chatId: idOf(scene) }),
    },
    'by its owner': {
      given: withChannel,
      when: (scene) => scene.bob.call('channels.leave', { chatId: idOf(scene) }),
    },
  },
  'channels.mute': {
    'in the world, and not any more': {
      when: async ({ alice, bob }) => {
        await alice.call('channels.mute', { chatId: WORLD_CHAT_ID as ChatId, userId: bob.me.id, forMs: 60_000 })
        await alice.call('channels.mute', { chatId: WORLD_CHAT_ID as ChatId, userId: bob.me.id, forMs: 0 })
      },
    },
    'in a channel of one’s own': {
      given: withChannel,
      when: (scene) =>
        scene.bob.call('channels.mute', { chatId: idOf(scene), userId: scene.carol.me.id, forMs: 60_000 }),
    },
  },
} satisfies Partial<Record<MethodName, Readonly<Record<string, Case>>>>
