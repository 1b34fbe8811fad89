import { z } from 'zod'
import { limits } from './limits'
import { Proof } from './proof'
import { deviceName } from './rows'
import { SignedIn } from './signed-in'
import { domain, method } from './specs'

/** Signing in with a token of another product. */
export const exchange = domain({
  exchange: method({
    doc: 'Signs in with a JWT that another product signed. Its `sub` is the external id of the user. The first sign-in creates the account. The claims `name` and `preferred_username` name it, and later tokens update the name. A JWT with a `jti` works once. `jwt_invalid` says what is wrong with the token. Administrators are refused as `forbidden`: they sign in with their password.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** The token in its compact form. */
      jwt: z.string().max(limits.jwtMaxChars),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['jwt_invalid', 'exchange_off', 'account_closed', 'network_blocked'],
  }),
  proveByToken: method({
    doc: 'Returns a proof that takes the place of the password for ten minutes, for accounts that another product signs in. It takes a JWT that this product has just made for the caller (`limits.proofTokenAgeMs`). Each JWT works once. Administrators are refused as `forbidden`.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      /** The token in its compact form. */
      jwt: z.string().max(limits.jwtMaxChars),
    }),
    output: Proof,
    errors: ['jwt_invalid', 'exchange_off'],
  }),
})
