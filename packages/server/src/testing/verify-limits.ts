import { expect } from 'bun:test'
import { WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { type Cases, silent } from './verify-cases'

/** The limits of what people send, and exemptions from them. */
export const limitsCases = {
  'admin.setLimits': {
    'the flood brake': {
      when: ({ alice }) => alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 9 } }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.setMailDomains': {
    'a domain': {
      when: ({ alice }) => alice.call('admin.setMailDomains', { refused: ['throwaway.example'], allowed: [] }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.setWords': {
    'a word': {
      when: ({ alice }) => alice.call('admin.setWords', { words: ['kite'] }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.liftMute': {
    'a muted person, whose devices hear of it': {
      given: async ({ alice, bob }) => {
        await alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, floodMessages: 1 } })
        await bob.say(WORLD_CHAT_ID, 'one')
        for (const text of ['two', 'three']) await bob.say(WORLD_CHAT_ID, text).catch(() => {})
      },
      when: ({ alice, bob }) => alice.call('admin.liftMute', { userId: bob.me.id }),
      check: (told, { bob, carol }) => {
        expect(told(bob).user).toHaveLength(1)
        expect(told(bob).user[0]?.me).not.toHaveProperty('mutedUntil')
        expect(told(carol)).toEqual(silent)
      },
    },
  },
  'admin.setTrusted': {
    'a person, who hears nothing': {
      when: ({ alice, bob }) => alice.call('admin.setTrusted', { userId: bob.me.id, trusted: true }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
} satisfies Cases
