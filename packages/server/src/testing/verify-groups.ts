import { expect } from 'bun:test'
import type { MethodName } from '@parley/protocol'
import { upload } from './upload'
import { type Action, type Case, type Scene, silent } from './verify-cases'

const withCarol: Action = ({ alice, carol, group }) =>
  alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
const policy =
  (joinPolicy: 'open' | 'approval'): Action =>
  ({ alice, group }) =>
    alice.call('groups.update', { chatId: group, joinPolicy })
const carolAsks: Action = async (scene) => {
  await policy('approval')(scene)
  await scene.carol.call('groups.join', { chatId: scene.group })
}
const aboutBob = ({ bob, group }: Scene) => ({ chatId: group, userId: bob.me.id })
const aboutCarol = ({ carol, group }: Scene) => ({ chatId: group, userId: carol.me.id })

/** The writes of groups, in the forms that differ in what they publish. */
export const groupCases = {
  'groups.update': {
    'everything at once': {
      when: ({ alice, group }) =>
        alice.call('groups.update', {
          chatId: group,
          name: 'Walkers',
          about: 'On Sundays',
          announcement: 'At nine.\nBring water.',
          joinPolicy: 'open',
          historyVisible: true,
          slowModeMs: 5_000,
          maxMembers: 10,
          rights: { invite: 'admins', pin: 'members', edit: 'members' },
          leavesSilently: true,
        }),
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(2),
    },
    'what takes things away': {
      given: ({ alice, group }) => alice.call('groups.update', { chatId: group, about: 'a', announcement: 'b' }),
      when: ({ alice, group }) => alice.call('groups.update', { chatId: group, about: '', announcement: '' }),
    },
    'an avatar': {
      when: async ({ app, alice, group }) =>
        alice.call('groups.update', { chatId: group, avatar: (await upload(app, alice)).mediaId }),
      check: (told, { bob }) => expect(told(bob).chats.at(-1)?.chat?.avatar).toBeString(),
    },
    'nothing new': {
      when: ({ alice, group }) => alice.call('groups.update', { chatId: group, name: 'friends', about: '' }),
      check: (told, { alice, bob }) => expect([told(alice), told(bob)]).toEqual([silent, silent]),
    },
  },
  'groups.join': {
    'an open group': {
      given: policy('open'),
      when: ({ carol, group }) => carol.call('groups.join', { chatId: group }),
    },
    'where an admin has to agree, of which no row tells': {
      given: policy('approval'),
      when: ({ carol, group }) => carol.call('groups.join', { chatId: group }),
      check: (told, { alice, bob, carol }) =>
        expect([told(alice), told(bob), told(carol)]).toEqual([silent, silent, silent]),
    },
    'that one is in': {
      given: policy('open'),
      when: ({ bob, group }) => bob.call('groups.join', { chatId: group }),
      check: (told, { alice, bob }) => expect([told(alice), told(bob)]).toEqual([silent, silent]),
    },
  },
  'groups.remove': {
    'a member': { when: (scene) => scene.alice.call('groups.remove', aboutBob(scene)) },
    'and what comes after': {
      when: async (scene) => {
        await scene.alice.call('groups.remove', aboutBob(scene))
        await scene.alice.say(scene.group, 'bob is gone')
      },
    },
  },
  'groups.ban': {
    'a member': { when: (scene) => scene.alice.call('groups.ban', aboutBob(scene)) },
    'who never was there, of which nobody hears': {
      when: (scene) => scene.alice.call('groups.ban', aboutCarol(scene)),
      check: (told, { alice, bob, carol }) =>
        expect([told(alice), told(bob), told(carol)]).toEqual([silent, silent, silent]),
    },
  },
  'groups.unban': {
    'who comes back': {
      given: (scene) => scene.alice.call('groups.ban', aboutBob(scene)),
      when: async (scene) => {
        await scene.alice.call('groups.unban', aboutBob(scene))
        await scene.alice.call('groups.invite', { chatId: scene.group, userIds: [scene.bob.me.id] })
      },
    },
  },
  'groups.setRole': {
    'to admin': { when: (scene) => scene.alice.call('groups.setRole', { ...aboutBob(scene), role: 'admin' }) },
    'and back': {
      given: (scene) => scene.alice.call('groups.setRole', { ...aboutBob(scene), role: 'admin' }),
      when: (scene) => scene.alice.call('groups.setRole', { ...aboutBob(scene), role: 'member' }),
    },
  },
  'groups.setNickname': {
    'one’s own, and that of a newcomer who came back': {
      given: withCarol,
      when: async (scene) => {
        await scene.bob.call('groups.setNickname', { ...aboutBob(scene), nickname: 'Bobby' })
        await scene.alice.call('groups.setNickname', { ...aboutCarol(scene), nickname: 'C.' })
        await scene.carol.call('groups.leave', { chatId: scene.group })
        await withCarol(scene)
      },
    },
    'taken away': {
      given: (scene) => scene.bob.call('groups.setNickname', { ...aboutBob(scene), nickname: 'Bobby' }),
      when: (scene) => scene.bob.call('groups.setNickname', aboutBob(scene)),
    },
  },
  'groups.mute': {
    'for a minute': { when: (scene) => scene.alice.call('groups.mute', { ...aboutBob(scene), forMs: 60_000 }) },
    'and not any more': {
      given: (scene) => scene.alice.call('groups.mute', { ...aboutBob(scene), forMs: 60_000 }),
      when: (scene) => scene.alice.call('groups.mute', { ...aboutBob(scene), forMs: 0 }),
    },
    'who leaves and comes back muted': {
      given: (scene) => scene.alice.call('groups.mute', { ...aboutBob(scene), forMs: 60_000 }),
      when: async (scene) => {
        await scene.bob.call('groups.leave', { chatId: scene.group })
        await scene.alice.call('groups.invite', { chatId: scene.group, userIds: [scene.bob.me.id] })
      },
    },
  },
  'groups.muteAll': {
    'and again': {
      when: async ({ alice, group }) => {
        await alice.call('groups.muteAll', { chatId: group, muted: true })
        await alice.call('groups.muteAll', { chatId: group, muted: true })
      },
      check: (told, { bob }) => expect(told(bob).chats).toHaveLength(1),
    },
    'and not any more': {
      given: ({ alice, group }) => alice.call('groups.muteAll', { chatId: group, muted: true }),
      when: ({ alice, group }) => alice.call('groups.muteAll', { chatId: group, muted: false }),
    },
  },
  'groups.transfer': {
    'and the former owner leaves': {
      when: async (scene) => {
        await scene.alice.call('groups.transfer', aboutBob(scene))
        await scene.alice.call('groups.leave', { chatId: scene.group })
      },
    },
  },
  'groups.dissolve': {
    'and everybody leaves': {
      given: withCarol,
      when: async ({ alice, bob, group }) => {
        await alice.call('groups.dissolve', { chatId: group })
        await bob.call('groups.leave', { chatId: group })
        await alice.call('groups.leave', { chatId: group })
      },
    },
    again: {
      given: ({ alice, group }) => alice.call('groups.dissolve', { chatId: group }),
      when: ({ alice, group }) => alice.call('groups.dissolve', { chatId: group }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'groups.createLink': {
    'that somebody follows': {
      when: async ({ alice, carol, group }) => {
        const { code } = await alice.call('groups.createLink', { chatId: group })
        await carol.call('invites.open', { code })
      },
    },
    'that somebody registers by': {
      when: async ({ alice, app, group }) => {
        const { code } = await alice.call('groups.createLink', { chatId: group })
        await app.person('frank', { invite: code })
      },
    },
  },
  'groups.revokeLink': {
    'of which no row tells': {
      when: async ({ alice, group }) => {
        const { code } = await alice.call('groups.createLink', { chatId: group })
        await alice.call('groups.revokeLink', { chatId: group, code })
      },
      check: (told, { alice, bob }) => expect([told(alice), told(bob)]).toEqual([silent, silent]),
    },
  },
  'groups.answerRequest': {
    accepted: {
      given: carolAsks,
      when: (scene) => scene.alice.call('groups.answerRequest', { ...aboutCarol(scene), accept: true }),
    },
    'declined, of which no row tells': {
      given: carolAsks,
      when: (scene) => scene.alice.call('groups.answerRequest', { ...aboutCarol(scene), accept: false }),
      check: (told, { alice, carol }) => expect([told(alice), told(carol)]).toEqual([silent, silent]),
    },
  },
} satisfies Partial<Record<MethodName, Readonly<Record<string, Case>>>>
