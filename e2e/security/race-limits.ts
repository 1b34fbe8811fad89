import { expect } from 'bun:test'
import { type ChatId, limits, type MessageId } from '@parley/protocol'
import type { Person } from '@parley/server/src/testing/test-app'
import { newChatId, newGroup, type Race, type Scene } from './race-scene'

const stateOf = async (person: Person, other: Person): Promise<string | undefined> => {
  const { user } = await person.call('sync.pull', { user: 0, chats: {}, last: true })
  return user?.friends?.find(({ userId }) => userId === other.me.id)?.state
}

/** Friendships don't belong to a chat, so each round starts with no friendship between alice and bob. */
const strangers = async (scene: Scene): Promise<void> => {
  const { alice, bob } = scene
  await newGroup(scene)
  for (const [one, other] of [
    [alice, bob],
    [bob, alice],
  ] as const) {
    for (const method of ['friends.unblock', 'friends.remove'] as const)
      await one.call(method, { userId: other.me.id }).catch(() => undefined)
  }
}

/** Races between two people. */
export const friendRaces: Readonly<Record<string, Race>> = {
  'a request is accepted while it is withdrawn': {
    prepare: async (scene) => {
      await strangers(scene)
      await scene.alice.call('friends.request', { userId: scene.bob.me.id })
    },
    calls: ({ alice, bob }) => [
      () => bob.call('friends.answer', { userId: alice.me.id, accept: true }),
      () => alice.call('friends.remove', { userId: bob.me.id }),
    ],
    check: async (_, { alice, bob }) => expect(await stateOf(alice, bob)).not.toBe('friends'),
  },
  'a user is blocked while they send': {
    prepare: strangers,
    calls: ({ alice, bob }) => [
      ...['one', 'two', 'three'].map((text) => async () => {
        const { chat } = await bob.call('chats.direct', { userId: alice.me.id })
        return bob.say(chat.id, text)
      }),
      () => alice.call('friends.block', { userId: bob.me.id }),
    ],
    check: async (outcomes, { alice, bob }) => {
      expect(outcomes.at(-1)).toBe('done')
      await alice.call('friends.unblock', { userId: bob.me.id })
      const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
      const page = await alice.call('messages.list', { chatId: chat.id })
      const seqs = page.messages.map(({ seq }) => seq)
      expect(seqs).toEqual(seqs.map((_, at) => (seqs[0] ?? 0) + at))
    },
  },
}

const emojis = ['👍', '🎉', '😀', '🐟', '🌱', '🔥', '🍐'] as const

/** Messages that people wrote in a chat, oldest first. */
const written = async ({ alice, chatId }: Scene): Promise<MessageId[]> => {
  const page = await alice.call('messages.list', { chatId, limit: limits.historyPage })
  return page.messages.filter(({ body }) => body.type === 'text').map(({ id }) => id)
}

const react = (person: Person, chatId: ChatId, id: MessageId) => (emoji: string) => () =>
  person.call('messages.react', { chatId, id, emoji, on: true })

const pinnedBy = async (person: Person): Promise<ChatId[]> => {
  const { user } = await person.call('sync.pull', { user: 0, chats: {}, last: true })
  return (user?.states ?? []).filter(({ pinnedAt }) => pinnedAt !== undefined).map(({ chatId }) => chatId)
}

const pinChat = (person: Person, chatId: ChatId, pinned: boolean) => person.call('chats.pin', { chatId, pinned })

/** Races for the last free slot. */
export const limitRaces: Readonly<Record<string, Race>> = {
  'two messages are pinned with one slot left': {
    prepare: async (scene) => {
      const { alice, bob, chatId } = scene
      await newGroup(scene)
      await alice.call('groups.setRole', { chatId, userId: bob.me.id, role: 'admin' })
      await Promise.all(Array.from({ length: limits.pinnedMessages + 1 }, (_, at) => alice.say(chatId, `${at}`)))
      const pins = (await written(scene)).slice(2)
      await Promise.all(pins.map((id) => alice.call('messages.pin', { chatId, id, pinned: true })))
    },
    calls: async (scene) => {
      const ids = (await written(scene)).slice(0, 2)
      const people = [scene.alice, scene.bob]
      return ids.map((id, at) => () => {
        const pin = { chatId: scene.chatId, id, pinned: true }
        return (people[at] ?? scene.alice).call('messages.pin', pin)
      })
    },
    check: async (outcomes, { alice, chatId }) => {
      expect(outcomes.toSorted()).toEqual(['done', 'too_many_pinned'])
      const { chat } = await alice.call('chats.changes', { chatId, since: 0 })
      expect(chat?.pinned).toHaveLength(limits.pinnedMessages)
    },
  },
  'a user pins two chats with one slot left': {
    prepare: async (scene) => {
      const { alice, dave, chatId } = scene
      await alice.call('groups.create', { id: chatId, name: 'Friends', userIds: [dave.me.id] })
      for (let at = (await pinnedBy(dave)).length; at < limits.pinnedChats - 1; at++) {
        const id = newChatId()
        await dave.call('groups.create', { id, name: 'Pinned', userIds: [] })
        await pinChat(dave, id, true)
      }
    },
    calls: async ({ dave, chatId }) => {
      const other = newChatId()
      await dave.call('groups.create', { id: other, name: 'Other', userIds: [] })
      return [chatId, other].map((id) => () => pinChat(dave, id, true))
    },
    check: async (outcomes, { dave }) => {
      expect(outcomes.toSorted()).toEqual(['done', 'too_many_pinned'])
      const pinned = await pinnedBy(dave)
      expect(pinned).toHaveLength(limits.pinnedChats)
      for (const id of pinned.slice(0, 1)) await pinChat(dave, id, false)
    },
  },
  'a user reacts twice with one slot left': {
    prepare: async (scene) => {
      await newGroup(scene)
      const { id } = await scene.alice.say(scene.chatId, 'look')
      const add = react(scene.bob, scene.chatId, id)
      await Promise.all(emojis.slice(0, limits.reactionsOfOne - 1).map((emoji) => add(emoji)()))
    },
    calls: async (scene) => {
      const [id] = await written(scene)
      return id ? emojis.slice(-2).map(react(scene.bob, scene.chatId, id)) : []
    },
    check: async (outcomes, { bob, chatId }) => {
      expect(outcomes.toSorted()).toEqual(['done', 'too_many_reactions'])
      const { user } = await bob.call('sync.pull', { user: 0, chats: {}, last: true })
      const mine = user?.reactions?.find((row) => row.chatId === chatId)
      expect(mine?.emojis).toHaveLength(limits.reactionsOfOne)
    },
  },
}
