import { expect } from 'bun:test'
import { type Cases, type Scene, silent } from './verify-cases'

const close = ({ alice, bob }: Scene) => alice.call('admin.closeUser', { userId: bob.me.id })

/** Closes the account of another person, in a direct chat with alice. */
const closeDave = async ({ app, alice }: Scene) => {
  const dave = await app.person('dave')
  await alice.call('chats.direct', { userId: dave.me.id })
  await alice.call('admin.closeUser', { userId: dave.me.id })
}
const ofDave = async ({ alice }: Scene, method: 'admin.closeUser' | 'admin.restoreUser') => {
  const [dave] = (await alice.call('admin.users', { query: 'dave' })).users
  await alice.call(method, { userId: (dave ?? alice.me).id })
}

/** Closing and restoring accounts. */
export const closingCases = {
  'accounts.close': {
    'with a direct chat and a group': {
      when: ({ bob }) => bob.call('accounts.close', { password: 'correct horse 3 battery' }),
      check: (told, { alice, carol, direct }) => {
        expect(told(alice).chats).toMatchObject([{ chatId: direct, chat: { peerClosed: true } }])
        expect(told(carol)).toEqual(silent)
      },
    },
  },
  'admin.closeUser': {
    'with a direct chat': {
      when: close,
      check: (told, { alice, carol, direct }) => {
        expect(told(alice).chats).toMatchObject([{ chatId: direct, chat: { peerClosed: true } }])
        expect(told(carol)).toEqual(silent)
      },
    },
    again: {
      given: closeDave,
      when: (scene) => ofDave(scene, 'admin.closeUser'),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
  'admin.restoreUser': {
    'with a direct chat': {
      given: closeDave,
      when: (scene) => ofDave(scene, 'admin.restoreUser'),
      check: (told, { alice, bob }) => {
        expect(told(alice).chats).toHaveLength(1)
        expect(told(alice).chats[0]?.chat).not.toHaveProperty('peerClosed')
        expect(told(bob)).toEqual(silent)
      },
    },
    'that is open': {
      when: ({ alice, bob }) => alice.call('admin.restoreUser', { userId: bob.me.id }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
} satisfies Cases
