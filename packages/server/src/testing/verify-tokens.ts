import { expect } from 'bun:test'
import { serviceOf } from './service'
import { type Cases, silent } from './verify-cases'

/** Acts of administrators about networks, service tokens and disabled accounts. */
export const tokenCases: Cases = {
  'admin.blockNetwork': {
    'a network': {
      when: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.unblockNetwork': {
    'a network': {
      given: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
      when: ({ alice }) => alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.createServiceToken': {
    'a token': {
      when: ({ alice }) => alice.call('admin.createServiceToken', { name: 'Shop', scopes: ['users'] }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.revokeServiceToken': {
    'a token': {
      when: async ({ alice, app }) => alice.call('admin.revokeServiceToken', { id: (await serviceOf(app)).id }),
      check: (told, { bob }) => expect(told(bob)).toEqual(silent),
    },
  },
  'admin.setDisabled': {
    'a person': {
      when: ({ alice, bob }) => alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true }),
      check: (told, { carol }) => expect(told(carol)).toEqual(silent),
    },
  },
}
