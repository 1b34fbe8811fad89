import { defaultSendingLimits } from '@parley/protocol/moderation'
import { administrators, type PartOf, type Scene } from './matrix-entry'

const owner = ({ cast }: Scene) => ({ userId: cast.owner.me.id })

/** The limits of what people send, and exemptions from them. */
export const limitsEntries: Pick<
  PartOf<'admin'>,
  'admin.limits' | 'admin.setLimits' | 'admin.liftMute' | 'admin.setTrusted'
> = {
  'admin.limits': { params: () => ({}), outcomes: administrators },
  'admin.setLimits': { params: () => ({ limits: defaultSendingLimits }), outcomes: administrators },
  'admin.liftMute': { params: owner, outcomes: administrators },
  'admin.setTrusted': {
    params: ({ cast }) => ({ userId: cast.owner.me.id, trusted: false }),
    outcomes: administrators,
  },
}
