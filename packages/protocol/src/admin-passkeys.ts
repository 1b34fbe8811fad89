import { z } from 'zod'
import { limits } from './limits'
import { domain, method } from './specs'

/** Passkeys of a host. */
export const PasskeyHost = z.object({
  rpId: z.string(),
  /** The number of passkeys, at most `limits.passkeysCounted`. */
  count: z.int().positive(),
})
export type PasskeyHost = z.output<typeof PasskeyHost>

/** The methods of `admin` about passkeys. */
export const adminPasskeys = domain({
  passkeys: method({
    doc: 'Returns the hosts that passkeys were made for. Passkeys of other hosts than `rpId` don’t work here, for example after a change of the public address.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** The host whose passkeys work. Absent where the address of the call can’t have passkeys. */
      rpId: z.string().optional(),
      /** Hosts with passkeys. Of many hosts, only the first ones. */
      hosts: z.array(PasskeyHost).max(limits.passkeyHosts),
    }),
    errors: [],
  }),
})
