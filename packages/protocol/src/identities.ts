import { z } from 'zod'
import { limits } from './limits'
import { registrationMode } from './registration-mode'
import { deviceName, displayName, timeMs, username } from './rows'
import { SignedIn } from './signed-in'
import { domain, method } from './specs'
import { paragraph } from './texts'

/** An OpenID provider with which people can sign in. */
export const SignInProvider = z.object({
  /** Its name in addresses. */
  name: z.string(),
  /** Its name for people. */
  title: z.string(),
  /** The address to which the provider returns. It has to be registered there. */
  returnsTo: z.string(),
})
export type SignInProvider = z.output<typeof SignInProvider>

/** An account at a provider that opens the caller’s account here. */
export const Identity = z.object({
  /** The number of the link. */
  id: z.int().positive(),
  /** The name of the provider in addresses. */
  provider: z.string(),
  /** The name of the provider for people. */
  title: z.string(),
  /** The provider’s name for the account, such as its e-mail address. Absent where it says nothing. */
  label: z.string().optional(),
  /** When it was linked. */
  linkedAt: timeMs,
  /** When it last opened the account. */
  usedAt: timeMs,
})
export type Identity = z.output<typeof Identity>

/** The caller’s ways to sign in. */
export const OwnIdentities = z.object({
  /** The linked accounts at providers, oldest first. */
  identities: z.array(Identity),
  /** Whether the account has a password that works. Without one, methods that take the password take a proof. */
  hasPassword: z.boolean(),
  /** The providers that can be linked. */
  providers: z.array(SignInProvider),
})
export type OwnIdentities = z.output<typeof OwnIdentities>

const ticket = z.string().max(100)
const password = z.string().max(limits.passwordMaxChars)

/** The methods of `accounts` about OpenID providers. Browsers begin at `/auth/oidc/<name>`. */
export const identities = domain({
  identityStep: method({
    doc: 'Returns what the ticket of a sign-in through a provider leads to. A person whom the server doesn’t know creates an account with `accounts.registerIdentity`, requests one with `accounts.requestIdentity`, or links their account with `accounts.linkIdentity`. The owner of a closed account restores it with `accounts.restoreIdentity`.',
    auth: 'none',
    rate: 'read',
    input: z.object({
      /** From the address to which the sign-in through a provider returned. */
      ticket,
    }),
    output: z.object({
      /** The provider that vouched for the person. */
      provider: SignInProvider,
      /** The provider’s name for the account. */
      label: z.string().optional(),
      /** A username to propose. It may be taken. */
      username: z.string().optional(),
      /** A name to propose. */
      name: z.string().optional(),
      /** Who can create an account through this provider now. */
      registration: registrationMode,
      /** When registration opens. Absent once it has. */
      opensAt: timeMs.optional(),
      /** Until when a closed account can be restored. Absent for a person without an account. */
      restorableUntil: timeMs.optional(),
    }),
    errors: ['ticket_invalid'],
  }),
  registerIdentity: method({
    doc: 'Creates an account for a person whom a provider has vouched for, and signs it in. The account has no password. `invite` and `setup` work as in `accounts.register`.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** From the address to which the sign-in through a provider returned. */
      ticket,
      username,
      name: displayName,
      invite: z.string().max(100).optional(),
      setup: z.string().max(100).optional(),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: [
      'ticket_invalid',
      'username_taken',
      'identity_taken',
      'registration_closed',
      'approval_required',
      'invite_required',
      'invite_invalid',
      'setup_invalid',
      'group_full',
      'network_blocked',
    ],
  }),
  requestIdentity: method({
    doc: 'Requests an account for a person whom a provider has vouched for, where administrators approve new ones. The response is that of `accounts.requestAccount`.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** From the address to which the sign-in through a provider returned. */
      ticket,
      username,
      name: displayName,
      /** A text for the administrators. An empty one counts as none. */
      note: paragraph(limits.accountNoteMaxChars).optional(),
      device: deviceName.optional(),
    }),
    output: z.object({
      /** The secret of the request. The server stores only its hash. */
      ticket: z.string(),
      /** Until when the request waits. */
      expiresAt: timeMs,
    }),
    errors: [
      'ticket_invalid',
      'username_taken',
      'identity_taken',
      'registration_closed',
      'registration_open',
      'invite_required',
      'requests_full',
      'network_blocked',
    ],
  }),
  restoreIdentity: method({
    doc: 'Opens a closed account again and signs in, with the ticket of a sign-in through a provider.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** From the address to which the sign-in through a provider returned. */
      ticket,
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['ticket_invalid', 'second_factor_required', 'network_blocked'],
  }),
  identities: method({
    doc: 'Returns the caller’s accounts at providers, and whether the account has a password.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: OwnIdentities,
    errors: [],
  }),
  linkIdentity: method({
    doc: 'Links an account at a provider, which then opens the caller’s account. It takes the ticket of a sign-in through the provider, the password, and a code of the second factor if that is on. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      /** From the address to which the sign-in through a provider returned. */
      ticket,
      /** The password, or a proof. */
      password,
      /** A code of the second factor. Needed while the factor is on. */
      code: z.string().min(1).max(40).optional(),
    }),
    output: OwnIdentities,
    errors: ['bad_credentials', 'second_factor_invalid', 'ticket_invalid', 'identity_taken'],
  }),
  unlinkIdentity: method({
    doc: 'Removes the link to an account at a provider, which takes the password. Other sessions that began with it end. The last way to sign in stays. The server tells the account’s e-mail address.',
    auth: 'user',
    rate: 'auth',
    removes: true,
    final: true,
    input: z.object({
      /** The number of the link. */
      id: z.int().positive(),
      /** The password, or the proof of a provider for an account without one. */
      password,
    }),
    output: OwnIdentities,
    errors: ['bad_credentials', 'last_sign_in', 'not_found'],
  }),
})
