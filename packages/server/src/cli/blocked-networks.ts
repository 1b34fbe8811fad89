import type { Config } from '../config/config'
import { Failure } from '../lib/fail'
import { type Administered, withAdmin } from './with-admin'

/** Lists the blocked networks, with the end of each block. Throws as `withAdmin` does. */
export const blockedNetworks = (config: Config): Promise<Administered> =>
  withAdmin(config, async (_admin, { bans }) => {
    const lines = (await bans.all()).map(
      ({ network, expiresAt }) => `${network} until ${new Date(expiresAt).toISOString()}`,
    )
    return { outcome: 'done', sentence: lines.length === 0 ? 'No network is blocked.' : lines.join('\n') }
  })

/** Ends the block of a network, for an administrator who is locked out. Throws as `withAdmin` does. */
export const unblockNetwork = (config: Config, network: string): Promise<Administered> =>
  withAdmin(config, async (_admin, { bans }) => {
    try {
      await bans.unblock('command line', { network })
      return { outcome: 'done', sentence: `People of ${network} can sign up and sign in again.` }
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      const sentence =
        error.failure === 'not_found'
          ? `${network} is not blocked. Run parley admin blocked-networks for a list.`
          : `${network} is no network address. Use one such as 203.0.113.0/24.`
      return { outcome: 'refused', sentence }
    }
  })
