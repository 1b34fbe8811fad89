import { z } from 'zod'
import { limits } from './limits'
import { deviceName, Me } from './rows'
import { SignedIn } from './signed-in'
import { domain, method } from './specs'

/** Six digits of an authenticator app, or a recovery code. Spaces and hyphens in it don't matter. */
const secondFactorCode = z.string().min(1).max(40)
/** They appear only in the response that makes them: the server stores only their hashes. */
const recoveryCodes = z.array(z.string()).max(limits.secondFactorRecoveryCodes)

/** The methods of `accounts` about the second factor. */
export const secondFactor = domain({
  passSecondFactor: method({
    doc: 'Completes a sign-in that failed with `second_factor_required`. It takes the ticket of this error and a code of the second factor. The ticket also completes `accounts.restore`, and a new password of `accounts.resetPassword`. A ticket works for ten minutes and one sign-in. It becomes void when the password or the second factor changes. Each code works once. An account takes ten wrong codes, and one more every three hours. Recovery codes have no such limit.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** The `ticket` of the error `second_factor_required`. */
      ticket: z.string().max(100),
      code: secondFactorCode,
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['ticket_invalid', 'second_factor_invalid', 'account_closed', 'network_blocked'],
  }),
  setUpTotp: method({
    doc: 'Begins to set up the second factor, which takes the password. Returns a new secret for an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 seconds). The factor is off until `accounts.confirmTotp` gets a code, within 30 minutes. A newer secret replaces the previous one.',
    auth: 'user',
    rate: 'auth',
    input: z.object({ password: z.string().max(limits.passwordMaxChars) }),
    output: z.object({
      /** The secret in Base32, to type into an authenticator app. */
      secret: z.string(),
      /** The secret as an `otpauth:` address, for a QR code. */
      uri: z.string(),
    }),
    errors: ['bad_credentials', 'second_factor_on'],
  }),
  confirmTotp: method({
    doc: 'Turns the second factor on, with a code of the authenticator app that got the secret. Returns the recovery codes, which appear only here. Other devices stay signed in, and get the changed profile. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    input: z.object({ code: secondFactorCode }),
    output: z.object({
      /** The new recovery codes. Each works once. */
      recoveryCodes,
    }),
    errors: ['not_found', 'second_factor_invalid', 'second_factor_on'],
  }),
  renewRecoveryCodes: method({
    doc: 'Replaces all recovery codes, which takes the password and a code of the second factor. The previous ones stop working. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    final: true,
    input: z.object({ password: z.string().max(limits.passwordMaxChars), code: secondFactorCode }),
    output: z.object({
      /** The new recovery codes. Each works once. */
      recoveryCodes,
    }),
    errors: ['bad_credentials', 'second_factor_invalid', 'second_factor_off'],
  }),
  disableTotp: method({
    doc: 'Turns the second factor off, which takes the password and a code of the second factor. The secret and all recovery codes are deleted. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    removes: true,
    final: true,
    input: z.object({ password: z.string().max(limits.passwordMaxChars), code: secondFactorCode }),
    output: Me,
    errors: ['bad_credentials', 'second_factor_invalid', 'second_factor_off'],
  }),
})
