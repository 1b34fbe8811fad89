import { z } from 'zod'
import { Challenge, challengeDoc, challengeSolution } from './challenge'
import { exchange } from './exchange'
import { GroupCard } from './group-lists'
import { identities, SignInProvider } from './identities'
import { limits } from './limits'
import { OwnEmail } from './own-email'
import { ownExport } from './own-export'
import { passkeys } from './passkeys'
import { Preferences } from './preferences'
import { type RegistrationMode, registrationMode } from './registration-mode'
import { bio, deviceName, displayName, Me, mediaId, Session, timeMs, User, username } from './rows'
import { secondFactor } from './second-factor'
import { SignedIn } from './signed-in'
import { domain, method } from './specs'
import { paragraph } from './texts'

export { Challenge, OwnEmail, type RegistrationMode, registrationMode }

const password = z
  .string()
  .min(limits.passwordMinChars, { error: `must be at least ${limits.passwordMinChars} characters` })
  .max(limits.passwordMaxChars)

/** The ticket of a request for an account. */
const ticket = z.string().max(100)

/** An e-mail address as people type it. */
const email = z
  .string()
  .trim()
  .max(limits.emailMaxChars)
  .regex(/^[^\s@<>()[\]\\,;:"\p{C}]{1,64}@[^\s@<>()[\]\\,;:"\p{C}]+\.[^\s@<>()[\]\\,;:"\p{C}.]{2,}$/u, {
    error: 'must be an address such as carol@example.org',
  })
/** The code in a mail. Spaces in it, as people paste them, don't matter. */
const mailCode = z
  .string()
  .max(40)
  .regex(new RegExp(`^\\s*(?:\\d\\s?){${limits.mailCodeDigits}}\\s*$`), {
    error: `must be ${limits.mailCodeDigits} digits`,
  })
  .transform((text) => text.replaceAll(/\s/g, ''))

export const accounts = domain({
  policy: method({
    doc: 'Returns the registration mode, and what the code of an invite, setup or reset link leads to. Callers need no account.',
    auth: 'none',
    rate: 'read',
    input: z.object({
      invite: z.string().max(100).optional(),
      setup: z.string().max(100).optional(),
      /** The code of a reset link. */
      reset: z.string().max(100).optional(),
    }),
    output: z.object({
      /** The mode now: `closed` before `opensAt`. */
      registration: registrationMode,
      /** When registration opens. Absent once it has. */
      opensAt: timeMs.optional(),
      /** When registration closes. Absent while it is closed, or open without an end. */
      closesAt: timeMs.optional(),
      /** The address at which people sign in. Present with `external`, and only then. */
      signInUrl: z.string().optional(),
      /** The name that administrators gave this server. */
      serverName: z.string().optional(),
      /** Whether registering needs a solved challenge. */
      challenge: z.boolean(),
      /** Whether the server sends mails, such as codes for a new password. */
      sendsMail: z.boolean(),
      /** The OpenID providers with which people can sign in, at `/auth/oidc/<name>`. Absent without any. */
      providers: z.array(SignInProvider).optional(),
      /** Only providers sign people in. Absent where passwords do, too. */
      passwordsOff: z.literal(true).optional(),
      /** This server runs the demo: anyone can sign in as `demo`, `test` or `admin`. */
      demo: z.literal(true).optional(),
      /** The person who created the link of a valid invite code. */
      inviter: User.optional(),
      /** The group that a valid invite code leads to. */
      group: GroupCard.optional(),
      /** Whether the given code works. Absent without a code. */
      inviteValid: z.boolean().optional(),
      setupValid: z.boolean().optional(),
      /** Whether the given reset code works. Absent without a code. */
      resetValid: z.boolean().optional(),
      /** The person whose password a valid reset code sets. */
      resetUser: User.optional(),
    }),
    errors: [],
  }),
  challenge: method({
    doc: challengeDoc,
    auth: 'none',
    rate: 'read',
    input: z.object({
      /** The username to sign in with. After many failures its challenge is harder. */
      login: z.string().max(limits.emailMaxChars).optional(),
    }),
    output: Challenge,
    errors: [],
  }),
  register: method({
    doc: 'Creates an account and signs it in, with the solution of a challenge. With `invite`, the account starts in the direct chat with the inviter, or in the group of the link. Where admins approve new members, it starts with a request to join. With `setup`, the account is the first administrator.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      username,
      password,
      name: displayName,
      invite: z.string().max(100).optional(),
      setup: z.string().max(100).optional(),
      challenge: challengeSolution.optional(),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: [
      'passwords_off',
      'username_taken',
      'weak_password',
      'registration_closed',
      'approval_required',
      'invite_required',
      'invite_invalid',
      'setup_invalid',
      'group_full',
      'network_blocked',
      'challenge_required',
      'challenge_invalid',
    ],
  }),
  requestAccount: method({
    doc: 'Requests an account where administrators approve new ones, with the solution of a challenge. The request reserves the username. Only administrators see it. It waits for `limits.accountRequestMs`. `accounts.requestState` takes the ticket and says how the request stands.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      username,
      password,
      name: displayName,
      /** A text for the administrators. An empty one counts as none. */
      note: paragraph(limits.accountNoteMaxChars).optional(),
      challenge: challengeSolution.optional(),
      device: deviceName.optional(),
    }),
    output: z.object({
      /** The secret of the request. The server stores only its hash. */
      ticket: z.string(),
      /** Until when the request waits. */
      expiresAt: timeMs,
    }),
    errors: [
      'passwords_off',
      'username_taken',
      'weak_password',
      'registration_closed',
      'registration_open',
      'invite_required',
      'requests_full',
      'network_blocked',
      'challenge_required',
      'challenge_invalid',
    ],
  }),
  requestState: method({
    doc: 'Returns how a request for an account stands. The approval begins a session, and the ticket is its token. The response then has what a sign-in returns, and browsers get the cookie. A request that was declined, withdrawn or has expired is `over`, and so is one whose session has ended.',
    auth: 'none',
    rate: 'read',
    input: z.object({
      /** The ticket of the request. */
      ticket,
    }),
    output: z.object({
      /** How the request stands. */
      state: z.enum(['waiting', 'approved', 'over']),
      /** Until when the request waits. Absent unless it waits. */
      expiresAt: timeMs.optional(),
      /** The account and its session. Absent unless the request was approved. */
      signedIn: SignedIn.optional(),
    }),
    errors: [],
  }),
  withdrawRequest: method({
    doc: 'Withdraws a request for an account. The server erases it, and its username is free again. Tickets of other requests have no effect.',
    auth: 'none',
    rate: 'auth',
    removes: true,
    final: true,
    input: z.object({
      /** The ticket of the request. */
      ticket,
    }),
    output: z.object({}),
    errors: [],
  }),
  login: method({
    doc: 'Signs in by username, or by confirmed e-mail address. Wrong logins and wrong passwords get the same response after the same time. After a few failures the call needs a solved challenge: `challenge_required` requests one, or a harder one, which `accounts.challenge` returns for the same `login`. Failures only delay further attempts from their own address. Only the right password of a closed account gets `account_closed`, which says until when it can be restored. Only the right password of a request for an account gets `approval_pending`, which says until when it waits. Only the right password of an account with a second factor gets `second_factor_required`, with a ticket for `accounts.passSecondFactor`.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      login: z.string().max(limits.emailMaxChars),
      password: z.string().max(limits.passwordMaxChars),
      challenge: challengeSolution.optional(),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: [
      'passwords_off',
      'bad_credentials',
      'account_closed',
      'approval_pending',
      'second_factor_required',
      'network_blocked',
      'challenge_required',
      'challenge_invalid',
    ],
  }),
  ...secondFactor,
  ...ownExport,
  ...passkeys,
  ...identities,
  ...exchange,
  close: method({
    doc: 'Closes the caller’s account, which takes the password. All sessions end, and direct chats of the account can’t be written to. The owner can restore it with `accounts.restore` until `restorableUntil`. Afterwards the server erases it, and its messages stay as those of a deleted account. Groups with other members pass to another owner. Wrong passwords delay further attempts of this session.',
    auth: 'user',
    rate: 'auth',
    removes: true,
    final: true,
    input: z.object({ password: z.string().max(limits.passwordMaxChars) }),
    output: z.object({
      /** Until when the account can be restored. */
      restorableUntil: timeMs,
    }),
    errors: ['bad_credentials', 'last_admin'],
  }),
  restore: method({
    doc: 'Opens a closed account again and signs in. It takes what `accounts.login` takes, and refuses what it refuses. An account that is open is signed in. An account with a second factor stays closed until `accounts.passSecondFactor` succeeds.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      login: z.string().max(limits.emailMaxChars),
      password: z.string().max(limits.passwordMaxChars),
      challenge: challengeSolution.optional(),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: [
      'passwords_off',
      'bad_credentials',
      'approval_pending',
      'second_factor_required',
      'network_blocked',
      'challenge_required',
      'challenge_invalid',
    ],
  }),
  logout: method({
    doc: 'Ends this session on every connection that uses it.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
  me: method({
    doc: 'Returns the caller and the session of the call.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({ user: Me, session: Session }),
    errors: [],
  }),
  update: method({
    doc: 'Changes the caller’s profile. Fields that are left out stay unchanged. An empty `bio` removes the bio.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      name: displayName.optional(),
      bio: bio.optional(),
      /** An upload of the caller without a chat. Null removes the avatar. */
      avatar: mediaId.nullable().optional(),
    }),
    output: Me,
    errors: ['not_found', 'media_checking', 'media_refused', 'media_unchecked'],
  }),
  changePassword: method({
    doc: 'Changes the caller’s password, which takes the current one. With `endOthers`, every other session of the caller ends. Reset links and codes in mails become void. Wrong passwords delay further attempts of this session.',
    auth: 'user',
    rate: 'auth',
    protects: true,
    final: true,
    input: z.object({
      password: z.string().max(limits.passwordMaxChars),
      newPassword: password,
      endOthers: z.boolean().default(false),
    }),
    output: z.object({
      /** The sessions that ended. */
      sessions: z.array(Session),
    }),
    errors: ['passwords_off', 'bad_credentials', 'weak_password'],
  }),
  email: method({
    doc: 'Returns the caller’s e-mail address, and the address that waits for its code.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: OwnEmail,
    errors: [],
  }),
  setEmail: method({
    doc: 'Sends a code to an address, which takes the caller’s password. `accounts.verifyEmail` with this code makes it the caller’s address. The current address stays until then. If the address belongs to another account, the response is the same, and the mail says so instead of a code. A newer code replaces the previous one.',
    auth: 'user',
    rate: 'auth',
    input: z.object({
      email,
      password: z.string().max(limits.passwordMaxChars),
      /** The language of mails to this address, such as `zh-CN`. */
      language: z
        .string()
        .max(35)
        .regex(/^[A-Za-z\d-]*$/)
        .default('en'),
    }),
    output: OwnEmail,
    errors: ['email_refused', 'bad_credentials'],
  }),
  verifyEmail: method({
    doc: 'Confirms the pending address with the code that was sent to it. The server notifies the previous address. A code works for ten minutes and five tries.',
    auth: 'user',
    rate: 'auth',
    input: z.object({ code: mailCode }),
    output: OwnEmail,
    errors: ['code_invalid', 'email_refused'],
  }),
  removeEmail: method({
    doc: 'Removes the caller’s e-mail address and the pending one, which takes the password. The server notifies the address.',
    auth: 'user',
    rate: 'auth',
    removes: true,
    final: true,
    input: z.object({ password: z.string().max(limits.passwordMaxChars) }),
    output: OwnEmail,
    errors: ['bad_credentials'],
  }),
  recover: method({
    doc: 'Sends a code to the confirmed address of an account, for a new password. The response never shows whether there is such an account or address. `accounts.resetPassword` takes the code.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      /** A username or an e-mail address. */
      login: z.string().max(limits.emailMaxChars),
      challenge: challengeSolution.optional(),
    }),
    output: z.object({}),
    errors: ['passwords_off', 'challenge_required', 'challenge_invalid'],
  }),
  resetPassword: method({
    doc: 'Sets a new password and signs in, with the code of a reset link, or with `login` and the code of a mail from `accounts.recover`. All sessions of the account end. A code works once. A link works for 24 hours, the code of a mail for ten minutes and a few tries. Newer codes replace older ones of their kind. For an account with a second factor, the response is `second_factor_required`, and the password changes with `accounts.passSecondFactor`.',
    auth: 'none',
    rate: 'auth',
    final: true,
    input: z.object({
      /** The username or e-mail address that `accounts.recover` got. Left out for the code of a reset link. */
      login: z.string().max(limits.emailMaxChars).optional(),
      code: z.string().max(100),
      newPassword: password,
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: [
      'passwords_off',
      'reset_invalid',
      'code_invalid',
      'account_closed',
      'second_factor_required',
      'network_blocked',
      'weak_password',
    ],
  }),
  setPrivacy: method({
    doc: 'Changes who can see and contact the caller. Fields that are left out stay unchanged. The server applies changes immediately.',
    auth: 'user',
    rate: 'write',
    input: Preferences.pick({
      ...{ seenBy: true, foundBy: true, askedBy: true, addedBy: true, showsReads: true, showsTyping: true },
    }).partial(),
    output: Preferences,
    errors: [],
  }),
})
