import type { Config } from '../../config/config'
import type { Clock } from '../../lib/clock'
import type { Sessions } from '../../sessions/sessions'
import type { Leases } from '../../work/leases'
import type { AccountRequests } from '../requests/requests'
import { WaysIn } from '../ways-in'
import { NewIdentities, type NewIdentitiesOptions } from './new-identities'
import { OwnIdentities, type OwnIdentitiesOptions } from './own-identities'
import { ProviderFlows } from './provider-flows'
import { ProviderSessions } from './provider-sessions'
import { ProviderSignIns, type ProviderSignInsOptions } from './provider-sign-in'
import { ProviderWatch, type ProviderWatchOptions } from './provider-watch'
import { Providers } from './providers'

type Made = 'requests' | 'providers' | 'follow' | 'signIns' | 'byPassword' | 'sessions' | 'waysIn'

export interface CreateProvidersOptions
  extends Omit<NewIdentitiesOptions, Made>,
    Omit<OwnIdentitiesOptions, Made>,
    Omit<ProviderSignInsOptions, Made>,
    Omit<ProviderWatchOptions, Made> {
  readonly config: Pick<Config, 'oidc' | 'passwords'>
  readonly leases: Leases
  readonly sessions: Sessions
  readonly requests: AccountRequests
  readonly clock: Clock
}

/** Wires everything about OpenID providers. */
export const createProviders = ({ config, ...others }: CreateProvidersOptions) => {
  const providers = new Providers(config.oidc)
  const follow = new ProviderSessions({ providers })
  const parts = { ...others, providers, follow }
  const signIns = new ProviderSignIns({ ...parts, byPassword: config.passwords })
  const waysIn = new WaysIn({ providers, byPassword: config.passwords })
  return {
    providers,
    follow,
    signIns,
    flows: new ProviderFlows(parts),
    newIdentities: new NewIdentities({ ...parts, signIns }),
    waysIn,
    own: new OwnIdentities({ ...parts, byPassword: config.passwords, waysIn }),
    watch: new ProviderWatch(parts),
  }
}
export type ProviderParts = ReturnType<typeof createProviders>
