import { z } from 'zod'
import { limits } from './limits'
import { timeMs } from './rows'
import { domain, method } from './specs'

/**
 * A network address such as `203.0.113.7`, or a network such as `203.0.113.0/24`. Networks have at least 16 bits for
 * IPv4, and at least 32 for IPv6. An IPv6 address stands for its /64, which one user has.
 */
export const networkName = z
  .string()
  .trim()
  .min(2)
  .max(50)
  .regex(/^[\dA-Fa-f:.]+(\/\d{1,3})?$/)

/** A network whose people can't sign up or sign in for a time. */
export const NetworkBan = z.object({
  /** The network, such as `203.0.113.0/24`. A single address has no slash. */
  network: z.string(),
  /** When it was blocked. */
  createdAt: timeMs,
  /** When the block ends. */
  expiresAt: timeMs,
})
export type NetworkBan = z.output<typeof NetworkBan>

/** The methods of `admin` about blocked networks. */
export const adminNetworks = domain({
  networkBans: method({
    doc: 'Returns the blocked networks, and the address that the caller acts from.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** Blocked networks, the latest first. */
      bans: z.array(NetworkBan).max(limits.networkBans),
      /** The address that this call came from. */
      ownAddress: z.string(),
    }),
    errors: [],
  }),
  blockNetwork: method({
    doc: 'Blocks sign-up and sign-in from a network for a time, on all nodes at once. Sessions that exist stay. A network that is already blocked gets the new time. A network from which an active administrator is signed in, or acts, is refused as `forbidden`.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** An address, or a network with at least 16 bits of IPv4 or 32 of IPv6. */
      network: networkName,
      /** How long, in milliseconds. */
      forMs: z.int().min(60_000).max(limits.networkBanMaxMs),
    }),
    output: NetworkBan,
    errors: ['too_many'],
  }),
  unblockNetwork: method({
    doc: 'Ends the block of a network.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      /** A blocked network. */
      network: networkName,
    }),
    output: z.object({}),
    errors: ['not_found'],
  }),
})
