import { expect } from 'bun:test'
import { WORLD_CHAT_ID } from '@parley/protocol'
import { upload } from './upload'
import { type Cases, lastBodies, lastChats, newId, type Scene, silent, text } from './verify-cases'
import { sayVoice } from './voice'

/** Something that alice has just said. */
const said = async ({ alice, ...scene }: Scene, where: 'direct' | 'group') => {
  const { id, chatId } = await alice.say(scene[where], 'said')
  return { id, chatId }
}

const twoOf = async ({ alice, group }: Scene) => {
  const said = [await alice.say(group, 'one'), await alice.say(group, 'two')]
  return { chatId: group, ids: said.map(({ id }) => id) }
}

const carolComes = ({ alice, carol, group }: Scene) =>
  alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })

const thumb = '👍'

const reactedTo = async (scene: Scene, where: 'direct' | 'group') => {
  const named = await said(scene, where)
  await scene.bob.call('messages.react', { ...named, emoji: thumb, on: true })
  return named
}

/** Alice sends a picture into the group. */
const picture = async ({ app, alice, group }: Scene) => {
  const { mediaId } = await upload(app, alice, { chatId: group })
  return alice.call('messages.send', { id: newId(), chatId: group, body: { type: 'image', mediaId } })
}

/** Alice sends a voice message into the group. */
const spoken = async ({ app, alice, group }: Scene) => {
  const { id } = await sayVoice(app, alice, group)
  return { chatId: group, ids: [id] }
}

/** Alice says something that names bob. */
const naming = ({ alice, bob, group }: Scene) =>
  alice.call('messages.send', { id: newId(), chatId: group, body: text('you'), mentions: [bob.me.id] })

/** Every write of messages, in the forms that differ in what they publish. */
export const messageCases: Cases = {
  'messages.pin': {
    'in a group': {
      when: async (scene) => scene.alice.call('messages.pin', { ...(await said(scene, 'group')), pinned: true }),
      check: (told, { bob, carol }) => {
        expect(told(bob).chats.at(-1)?.chat?.pinned).toHaveLength(1)
        expect(told(carol)).toEqual(silent)
      },
    },
    'and no longer': {
      when: async (scene) => {
        const named = await said(scene, 'direct')
        await scene.bob.call('messages.pin', { ...named, pinned: true })
        await scene.alice.call('messages.pin', { ...named, pinned: false })
      },
    },
    'again, which does nothing': {
      when: async (scene) => {
        const named = await said(scene, 'direct')
        for (const one of [scene.bob, scene.alice]) await one.call('messages.pin', { ...named, pinned: true })
      },
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(2),
    },
    'what is taken back then': {
      when: async (scene) => {
        const named = await said(scene, 'group')
        await scene.alice.call('messages.pin', { ...named, pinned: true })
        await scene.alice.call('messages.retract', named)
      },
      check: (told, { bob }) => expect(told(bob).chats.at(-1)?.chat?.pinned).toEqual([]),
    },
  },
  'messages.react': {
    'to what somebody said': {
      when: async (scene) => {
        const named = await said(scene, 'group')
        await scene.bob.call('messages.react', { ...named, emoji: thumb, on: true })
      },
      check: (told, { alice, bob, carol }) => {
        expect(told(bob).user).toHaveLength(1)
        expect(told(alice).user).toEqual([])
        expect(told(carol)).toEqual(silent)
      },
    },
    'and no longer': {
      when: async (scene) => {
        const named = await reactedTo(scene, 'direct')
        await scene.bob.call('messages.react', { ...named, emoji: thumb, on: false })
      },
    },
    'again, which does nothing': {
      when: async (scene) => {
        const named = await reactedTo(scene, 'direct')
        await scene.bob.call('messages.react', { ...named, emoji: thumb, on: true })
      },
      check: (told, { bob }) => expect(told(bob).user).toHaveLength(1),
    },
    'several at once': {
      when: async (scene) => {
        const named = await said(scene, 'group')
        await Promise.all(
          [scene.alice, scene.bob].flatMap((one) =>
            [thumb, '🎉'].map((emoji) => one.call('messages.react', { ...named, emoji, on: true })),
          ),
        )
      },
    },
    'to what somebody else may not see': {
      when: async (scene) => {
        const named = await said(scene, 'group')
        await carolComes(scene)
        await scene.bob.call('messages.react', { ...named, emoji: thumb, on: true })
      },
      check: (told, { carol }) => expect(told(carol).chats.flatMap(({ reactions = [] }) => reactions)).toEqual([]),
    },
    'to what is taken back then': {
      when: async (scene) => scene.alice.call('messages.retract', await reactedTo(scene, 'group')),
    },
  },
  'messages.send': {
    'into a direct chat': {
      when: ({ alice, direct }) => alice.say(direct, 'hello'),
      check: (told, { bob, carol, direct }) => {
        expect(lastChats(told(bob))).toEqual([direct])
        expect(told(carol)).toEqual(silent)
      },
    },
    'into a group': {
      when: ({ bob, group }) => bob.say(group, 'hello'),
      check: (told, { carol }) => expect(told(carol)).toEqual(silent),
    },
    'that names somebody': {
      when: naming,
      check: (told, { bob, carol }) => {
        expect(told(bob).chats.at(-1)?.messages?.[0]?.mentions).toEqual([bob.me.id])
        // It is news of the chat alone.
        expect(told(bob).user).toEqual([])
        expect(told(carol)).toEqual(silent)
      },
    },
    'a contact and a location': {
      when: async ({ alice, carol, group }) => {
        const bodies = [
          { type: 'contact', userId: carol.me.id },
          { type: 'location', lat: 48.2082, lng: 16.3738, name: 'Vienna' },
        ] as const
        for (const body of bodies) await alice.call('messages.send', { id: newId(), chatId: group, body })
      },
      check: (told, { bob, carol }) => {
        expect(lastBodies(told(bob))).toEqual(['contact', 'location'])
        // The shown user receives nothing.
        expect(told(carol)).toEqual(silent)
      },
    },
    'into the world': {
      when: ({ carol }) => carol.say(WORLD_CHAT_ID, 'hello'),
      check: (told, { alice }) => expect(lastChats(told(alice))).toEqual([WORLD_CHAT_ID]),
    },
    'several at once': {
      when: ({ alice, bob, group }) => Promise.all([alice.say(group, '1'), bob.say(group, '2'), alice.say(group, '3')]),
    },
    again: {
      when: async ({ alice, group, carol }) => {
        const message = { id: newId(), chatId: group, body: text('once') }
        await alice.call('messages.send', message)
        await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
        await alice.call('messages.send', message)
      },
    },
    'a picture': {
      when: async (scene) => picture(scene),
      check: (told, { bob, carol }) => {
        expect(told(bob).chats.at(-1)?.messages?.[0]?.body).toMatchObject({ type: 'image', width: 40, height: 40 })
        expect(told(carol)).toEqual(silent)
      },
    },
    refused: {
      when: ({ carol, direct }) => carol.say(direct, 'let me in').catch(() => {}),
      check: (told, { alice, carol }) => expect([told(alice), told(carol)]).toEqual([silent, silent]),
    },
  },
  'messages.forward': {
    'a picture, from a group into a direct chat, with the name': {
      when: async (scene) => {
        const { id, chatId } = await picture(scene)
        const { direct, bob } = scene
        await bob.call('messages.forward', { id: newId(), chatId: direct, from: { chatId, id }, withName: true })
      },
      check: (told, { alice, carol, direct }) => {
        const last = told(alice).chats.at(-1)
        expect([last?.chatId, last?.messages?.[0]?.body.type]).toEqual([direct, 'image'])
        expect(last?.messages?.[0]?.forwardedFrom?.userId).toBe(alice.me.id)
        expect(told(carol)).toEqual(silent)
      },
    },
    'twice under one id, without the name': {
      when: async (scene) => {
        const { id, chatId } = await said(scene, 'direct')
        const forward = { id: newId(), chatId: scene.group, from: { chatId, id }, withName: false }
        for (let at = 0; at < 2; at++) await scene.alice.call('messages.forward', forward)
      },
      check: (told, { bob, group }) => {
        const messages = told(bob).chats.flatMap((delta) => (delta.chatId === group ? (delta.messages ?? []) : []))
        expect(messages.map(({ forwardedFrom }) => Object.keys(forwardedFrom ?? {}))).toEqual([['at']])
      },
    },
    refused: {
      when: async (scene) => {
        const { id, chatId } = await said(scene, 'direct')
        const forward = { id: newId(), chatId: WORLD_CHAT_ID, from: { chatId, id }, withName: true }
        await scene.carol.call('messages.forward', forward).catch(() => {})
      },
      check: (told, { carol }) => expect(told(carol)).toEqual(silent),
    },
  },
  'messages.edit': {
    'that names everybody now': {
      when: async (scene) =>
        scene.alice.call('messages.edit', { ...(await said(scene, 'group')), body: text('you'), mentionsAll: true }),
      check: (told, { bob }) => {
        expect(told(bob).chats.at(-1)?.messages?.[0]?.mentionsAll).toBe(true)
        expect(told(bob).user).toEqual([])
      },
    },
    'in a direct chat': {
      when: async (scene) =>
        scene.alice.call('messages.edit', { ...(await said(scene, 'direct')), body: text('better') }),
      check: (told, { bob, carol }) => {
        expect(told(bob).chats.at(-1)?.messages?.[0]?.editedAt).toBeNumber()
        expect(told(carol)).toEqual(silent)
      },
    },
    'that some member may not see': {
      when: async (scene) => {
        const message = await said(scene, 'group')
        await carolComes(scene)
        await scene.alice.call('messages.edit', { ...message, body: text('better') })
      },
      check: (told, { bob, carol }) => {
        expect(told(bob).chats.at(-1)).toMatchObject({ stale: [3] })
        expect(told(carol).chats.at(-1)).toMatchObject({ stale: [3] })
      },
    },
    'with the text that it has': {
      when: async (scene) => scene.alice.call('messages.edit', { ...(await said(scene, 'group')), body: text('said') }),
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(1),
    },
  },
  'messages.hide': {
    'some, of whom nobody else hears': {
      given: async (scene) => scene.bob.call('messages.hide', await twoOf(scene)),
      when: async (scene) => scene.alice.call('messages.hide', await twoOf(scene)),
      check: (told, { bob, carol }) => expect([told(bob).user, told(carol)]).toEqual([[], silent]),
    },
    again: {
      when: async ({ alice, group }) => {
        const { id } = await alice.say(group, 'out of sight')
        for (let at = 0; at < 2; at++) await alice.call('messages.hide', { chatId: group, ids: [id, id] })
      },
      check: (told, { alice }) => expect(told(alice).user).toHaveLength(1),
    },
  },
  'messages.markPlayed': {
    'a voice message, of which nobody else hears': {
      given: async (scene) => scene.bob.call('messages.markPlayed', await spoken(scene)),
      when: async (scene) => scene.bob.call('messages.markPlayed', await spoken(scene)),
      check: (told, { alice, bob }) => expect([told(bob).user.length, told(alice).user]).toEqual([1, []]),
    },
    again: {
      when: async (scene) => {
        const named = await spoken(scene)
        for (let at = 0; at < 2; at++) await scene.bob.call('messages.markPlayed', named)
      },
      check: (told, { bob }) => expect(told(bob).user).toHaveLength(1),
    },
    'an own one': {
      when: async (scene) => scene.alice.call('messages.markPlayed', await spoken(scene)),
      check: (told, { alice }) => expect(told(alice).user).toEqual([]),
    },
  },
  'messages.retract': {
    'a picture': {
      when: async (scene) => {
        const { id, chatId } = await picture(scene)
        await scene.alice.call('messages.retract', { id, chatId })
      },
      check: (told, { bob }) => expect(told(bob).chats.at(-1)?.messages?.at(-1)?.body).toEqual({ type: 'retracted' }),
    },
    'an own message': {
      when: async (scene) => scene.alice.call('messages.retract', await said(scene, 'direct')),
      check: (told, { bob }) => expect(told(bob).chats.at(-1)?.messages?.[0]?.body).toEqual({ type: 'retracted' }),
    },
    'of somebody else, as the owner, and what some member may not see': {
      when: async (scene) => {
        const message = await scene.bob.say(scene.group, 'of bob')
        await carolComes(scene)
        await scene.alice.call('messages.retract', { chatId: scene.group, id: message.id })
      },
      check: (told, { carol }) => expect(told(carol).chats.at(-1)).toMatchObject({ stale: [3] }),
    },
    'in the world, as an administrator, twice': {
      when: async ({ alice, carol }) => {
        const { id } = await carol.say(WORLD_CHAT_ID, 'rude')
        const named = { chatId: WORLD_CHAT_ID, id }
        await Promise.all([alice.call('messages.retract', named), carol.call('messages.retract', named)])
      },
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(2),
    },
  },
}
