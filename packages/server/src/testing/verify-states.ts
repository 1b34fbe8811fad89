import { expect } from 'bun:test'
import { WORLD_CHAT_ID } from '@parley/protocol'
import { type Cases, newId, silent } from './verify-cases'

/** Every write of what people set for themselves about a chat. */
export const stateCases: Cases = {
  'chats.pin': {
    'a first chat': {
      when: ({ alice, direct }) => alice.call('chats.pin', { chatId: direct, pinned: true }),
      check: (told, { alice, bob }) => {
        expect(told(alice).user).toHaveLength(1)
        expect(told(bob)).toEqual(silent)
      },
    },
    'in front of another': {
      given: async ({ alice, direct, group }) => {
        for (const chatId of [group, direct, WORLD_CHAT_ID]) await alice.call('chats.pin', { chatId, pinned: true })
      },
      when: ({ alice, direct, group }) => alice.call('chats.pin', { chatId: group, pinned: true, before: direct }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'no longer': {
      given: ({ alice, direct }) => alice.call('chats.pin', { chatId: direct, pinned: true }),
      when: ({ alice, direct }) => alice.call('chats.pin', { chatId: direct, pinned: false }),
    },
    'what stands there already': {
      given: ({ alice, direct }) => alice.call('chats.pin', { chatId: direct, pinned: true }),
      when: ({ alice, direct }) => alice.call('chats.pin', { chatId: direct, pinned: true }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
  'chats.archive': {
    'a chat': { when: ({ alice, direct }) => alice.call('chats.archive', { chatId: direct, archived: true }) },
    'and back': {
      given: ({ alice, direct }) => alice.call('chats.archive', { chatId: direct, archived: true }),
      when: ({ alice, direct }) => alice.call('chats.archive', { chatId: direct, archived: false }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'chats.notify': {
    'for good': { when: ({ bob, group }) => bob.call('chats.notify', { chatId: group, silence: 'forever' }) },
    'no longer': {
      given: ({ bob, group }) => bob.call('chats.notify', { chatId: group, silence: 60_000 }),
      when: ({ bob, group }) => bob.call('chats.notify', { chatId: group, silence: 0 }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
  },
  'chats.markUnread': {
    marked: { when: ({ bob, group }) => bob.call('chats.markUnread', { chatId: group, unread: true }) },
    'and what was read before, once more': {
      given: ({ bob, group }) => bob.call('chats.markUnread', { chatId: group, unread: true }),
      when: ({ bob, group }) => bob.call('chats.markRead', { chatId: group, seq: 0 }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
    'and read on': {
      given: async ({ alice, bob, group }) => {
        await bob.call('chats.markUnread', { chatId: group, unread: true })
        await alice.say(group, 'more')
      },
      when: ({ bob, group }) => bob.call('chats.markRead', { chatId: group, seq: 100 }),
      check: (told, { bob }) => expect(told(bob).user).toHaveLength(1),
    },
  },
  'chats.draft': {
    'with what it answers': {
      given: ({ alice, direct }) => alice.say(direct, 'said'),
      when: ({ bob, direct }) =>
        bob.call('chats.draft', { chatId: direct, draft: { text: 'half a', replyTo: { id: newId(), seq: 1 } } }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
    'and none': {
      given: ({ bob, direct }) => bob.call('chats.draft', { chatId: direct, draft: { text: 'half a' } }),
      when: ({ bob, direct }) => bob.call('chats.draft', { chatId: direct }),
      check: (told, { bob }) => expect(told(bob).user).toHaveLength(1),
    },
  },
  'chats.clear': {
    'all of it': {
      given: ({ alice, direct }) => alice.say(direct, 'gone'),
      when: ({ bob, direct }) => bob.call('chats.clear', { chatId: direct, seq: 1 }),
      check: (told, { alice }) => expect(told(alice)).toEqual(silent),
    },
    'as a former member': {
      given: ({ bob, group }) => bob.call('groups.leave', { chatId: group }),
      when: ({ bob, group }) => bob.call('chats.clear', { chatId: group, seq: 99 }),
    },
  },
}
