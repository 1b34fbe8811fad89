import type { Handlers } from '../lib/handlers'
import type { NetworkBans } from './network-bans'

/** The methods of administrators about networks. */
export const networkHandlers = (
  bans: NetworkBans,
): Pick<Handlers<'admin'>, 'networkBans' | 'blockNetwork' | 'unblockNetwork'> => ({
  networkBans: (caller) => bans.list(caller),
  blockNetwork: (caller, input) => bans.block(caller, input),
  unblockNetwork: (caller, input) => bans.unblock(caller, input),
})
