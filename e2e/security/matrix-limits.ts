import { defaultSendingLimits } from '@parley/protocol/moderation'
import { administrators, type PartOf, type Scene } from './matrix-entry'

const owner = ({ cast }: Scene) => ({ userId: cast.owner.me.id })

/** Limits of what people send, exemptions from them, and blocked networks. */
export const limitsEntries: Pick<
  PartOf<'admin'>,
  | ('admin.nodes' | 'admin.storage')
  | ('admin.mailDomains' | 'admin.setMailDomains')
  | ('admin.limits' | 'admin.setLimits' | 'admin.words' | 'admin.setWords' | 'admin.liftMute' | 'admin.setTrusted')
  | ('admin.networkBans' | 'admin.blockNetwork' | 'admin.unblockNetwork')
> = {
  'admin.nodes': { params: () => ({}), outcomes: administrators },
  'admin.storage': { params: () => ({ by: 'people' }), outcomes: administrators },
  'admin.limits': { params: () => ({}), outcomes: administrators },
  'admin.setLimits': { params: () => ({ limits: defaultSendingLimits }), outcomes: administrators },
  'admin.mailDomains': { params: () => ({}), outcomes: administrators },
  'admin.setMailDomains': { params: () => ({ refused: [], allowed: [] }), outcomes: administrators },
  'admin.words': { params: () => ({}), outcomes: administrators },
  'admin.setWords': { params: () => ({ words: [] }), outcomes: administrators },
  'admin.liftMute': { params: owner, outcomes: administrators },
  'admin.setTrusted': {
    params: ({ cast }) => ({ userId: cast.owner.me.id, trusted: false }),
    outcomes: administrators,
  },
  'admin.networkBans': {
    params: () => ({}),
    outcomes: administrators,
    reveals: { to: ['administrator'], when: ({ ownAddress }: { ownAddress: string }) => ownAddress !== '' },
  },
  'admin.blockNetwork': { params: () => ({ network: '203.0.113.0/24', forMs: 3_600_000 }), outcomes: administrators },
  'admin.unblockNetwork': {
    params: async ({ cast }) => {
      await cast.administrator.call('admin.blockNetwork', { network: '198.51.100.7', forMs: 3_600_000 })
      return { network: '198.51.100.7' }
    },
    outcomes: administrators,
  },
}
