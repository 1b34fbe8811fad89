import { type PartOf, signedIn } from './matrix-entry'

/** Invite links, which make friends. */
export const inviteEntries: PartOf<'invites'> = {
  'invites.create': { params: () => ({}), outcomes: signedIn },
  'invites.list': {
    params: async ({ cast }) => {
      await cast.owner.call('invites.create', {})
      return {}
    },
    outcomes: signedIn,
    reveals: { to: ['owner'], when: ({ links }: { links: readonly unknown[] }) => links.length > 0 },
  },
  'invites.revoke': {
    params: async ({ cast }) => ({ code: (await cast.owner.call('invites.create', {})).code }),
    outcomes: { stranger: 'unauthenticated', owner: 'yes', others: 'not_found' },
  },
  'invites.open': {
    params: async ({ cast }) => ({ code: (await cast.owner.call('invites.create', {})).code }),
    outcomes: { ...signedIn, blocked: 'invite_invalid' },
  },
}
