import { expect } from 'bun:test'
import type { MethodName } from '@parley/protocol'
import { type Action, type Case, lastChats, silent } from './verify-cases'

const befriend: Action = async ({ alice, bob }) => {
  await alice.call('friends.request', { userId: bob.me.id })
  await bob.call('friends.answer', { userId: alice.me.id, accept: true })
}

/** The writes of friends, in the forms that differ in what they publish. */
export const friendCases = {
  'friends.request': {
    'to a stranger': {
      when: ({ alice, carol }) => alice.call('friends.request', { userId: carol.me.id, note: 'hello' }),
      check: (told, { bob, carol }) => {
        expect(told(carol).user).toHaveLength(1)
        expect(told(bob)).toEqual(silent)
      },
    },
    'both ways': {
      given: ({ alice, carol }) => alice.call('friends.request', { userId: carol.me.id }),
      when: ({ alice, carol }) => carol.call('friends.request', { userId: alice.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'to who has blocked one, who hears nothing': {
      given: ({ alice, bob }) => bob.call('friends.block', { userId: alice.me.id }),
      when: ({ alice, bob }) => alice.call('friends.request', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'friends.answer': {
    'accepted, with a chat that was there': {
      given: ({ alice, bob }) => alice.call('friends.request', { userId: bob.me.id }),
      when: ({ alice, bob }) => bob.call('friends.answer', { userId: alice.me.id, accept: true, reply: 'sure' }),
      check: (told, { alice, carol, direct }) => {
        expect(lastChats(told(alice))).toEqual([direct])
        expect(told(carol)).toEqual(silent)
      },
    },
    'accepted, with a new chat': {
      given: ({ alice, carol }) => alice.call('friends.request', { userId: carol.me.id }),
      when: ({ alice, carol }) => carol.call('friends.answer', { userId: alice.me.id, accept: true }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    declined: {
      given: ({ alice, carol }) => alice.call('friends.request', { userId: carol.me.id, note: 'hello' }),
      when: ({ alice, carol }) => carol.call('friends.answer', { userId: alice.me.id, accept: false, reply: 'no' }),
    },
  },
  'friends.remark': {
    'a friend': {
      given: befriend,
      when: ({ alice, bob }) => alice.call('friends.remark', { userId: bob.me.id, remark: 'Bobby' }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'friends.remove': {
    'a friend': {
      given: befriend,
      when: ({ alice, bob }) => alice.call('friends.remove', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'a friend, and the chat cleared': {
      given: befriend,
      when: ({ alice, bob }) => alice.call('friends.remove', { userId: bob.me.id, clear: true }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'a request': {
      given: ({ alice, carol }) => alice.call('friends.request', { userId: carol.me.id }),
      when: ({ alice, carol }) => alice.call('friends.remove', { userId: carol.me.id }),
    },
  },
  'friends.block': {
    'a friend, who is not told': {
      given: befriend,
      when: ({ alice, bob }) => alice.call('friends.block', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'a stranger': {
      when: ({ alice, carol }) => alice.call('friends.block', { userId: carol.me.id }),
      check: (told, { carol }) => expect(told(carol)).toEqual(silent),
    },
    'who asked, and hears nothing': {
      given: ({ alice, carol }) => carol.call('friends.request', { userId: alice.me.id }),
      when: ({ alice, carol }) => alice.call('friends.block', { userId: carol.me.id }),
      check: (told, { carol }) => expect(told(carol)).toEqual(silent),
    },
  },
  'friends.unblock': {
    'a friend': {
      given: async (scene) => {
        await befriend(scene)
        await scene.alice.call('friends.block', { userId: scene.bob.me.id })
      },
      when: ({ alice, bob }) => alice.call('friends.unblock', { userId: bob.me.id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
} satisfies Partial<Record<MethodName, Readonly<Record<string, Case>>>>
