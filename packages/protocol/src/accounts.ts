import { z } from 'zod'
import { domain, method } from './contract'
import { GroupCard } from './group-lists'
import { limits } from './limits'
import { Preferences } from './preferences'
import { bio, deviceName, displayName, Me, mediaId, Session, User, username } from './rows'

const password = z
  .string()
  .min(limits.passwordMinChars, { error: `must be at least ${limits.passwordMinChars} characters` })
  .max(limits.passwordMaxChars)

/** The session of a fresh sign-in. The token is shown here once; the server keeps only its hash. Browsers get it as a cookie too. */
const SignedIn = z.object({ user: Me, session: Session.extend({ token: z.string() }) })

/** A proof of work as ALTCHA's second version defines it. */
export const Challenge = z.object({
  parameters: z.object({
    algorithm: z.string().describe('Always `SHA-256`: a key is the hash of salt, nonce and counter, hashed again.'),
    nonce: z.string().describe('Hexadecimal.'),
    salt: z.string().describe('Hexadecimal.'),
    cost: z.int().positive().describe('How many times each key is hashed.'),
    keyLength: z.int().positive().describe('Bytes of a key.'),
    keyPrefix: z.string().describe('Hexadecimal; the key of the right counter begins with it.'),
    expiresAt: z.int().describe('Epoch seconds.'),
    data: z.object({ maxCounter: z.int().positive().describe('The right counter is below.') }),
  }),
  signature: z.string(),
})
export type Challenge = z.output<typeof Challenge>

/** Base64 of the JSON `{challenge, solution: {counter, derivedKey}}`, the key in hexadecimal. */
const challengeSolution = z.string().max(limits.challengeSolutionMaxChars)

/** How people come in. */
export const registrationMode = z.enum(['open', 'invite', 'closed'])
export type RegistrationMode = z.output<typeof registrationMode>

export const accounts = domain({
  policy: method({
    doc: 'What a stranger must know before registering: whether it is open, and who invites when an invite or setup code is given.',
    auth: 'none',
    rate: 'read',
    input: z.object({ invite: z.string().max(100).optional(), setup: z.string().max(100).optional() }),
    output: z.object({
      registration: registrationMode,
      /** Whether registering takes the solution of a challenge. */
      challenge: z.boolean(),
      /** The demo is on show: anybody may sign in as `demo`, `test` or `admin`. */
      demo: z.literal(true).optional(),
      /** The person behind a valid invite code. */
      inviter: User.optional(),
      /** The group that a valid invite code leads into. */
      group: GroupCard.optional(),
      /** Present when a code was given: whether it works. */
      inviteValid: z.boolean().optional(),
      setupValid: z.boolean().optional(),
    }),
    errors: [],
  }),
  challenge: method({
    doc: 'A proof of work that calls of strangers carry, valid for five minutes and for one call. The counter starts at 0 and is appended to the nonce as four bytes, the highest first.',
    auth: 'none',
    rate: 'read',
    input: z.object({}),
    output: Challenge,
    errors: [],
  }),
  register: method({
    doc: 'Makes an account and signs it in, with the solution of a challenge. With `invite`, the direct chat with the inviter or the group that the link is for is there at once, or a request to be let into it; with `setup`, the account is the first administrator.',
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
      'username_taken',
      'weak_password',
      'registration_closed',
      'invite_required',
      'invite_invalid',
      'setup_invalid',
      'group_full',
      'challenge_required',
      'challenge_invalid',
    ],
  }),
  login: method({
    doc: 'Signs in by user name. A wrong name and a wrong password answer alike and take as long. After some failures it takes the solution of a challenge.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      login: z.string().max(200),
      password: z.string().max(limits.passwordMaxChars),
      challenge: challengeSolution.optional(),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['bad_credentials', 'challenge_required', 'challenge_invalid'],
  }),
  logout: method({
    doc: 'Ends this session everywhere it is open.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
  me: method({
    doc: 'The caller, and the session used.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({ user: Me, session: Session }),
    errors: [],
  }),
  update: method({
    doc: 'Changes the own profile; what is not named stays, an empty `bio` is taken away.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      name: displayName.optional(),
      bio: bio.optional(),
      /** An own upload without a chat; null takes the avatar away. */
      avatar: mediaId.nullable().optional(),
    }),
    output: Me,
    errors: ['not_found'],
  }),
  changePassword: method({
    doc: 'Changes the own password, for who knows the old one; with `endOthers` every other session of the caller ends. Wrong tries are slowed down like those of signing in.',
    auth: 'user',
    rate: 'auth',
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
    errors: ['bad_credentials', 'weak_password'],
  }),
  setPrivacy: method({
    doc: 'Changes who sees and reaches the caller; what is not named stays. In force at once, on the server.',
    auth: 'user',
    rate: 'write',
    input: Preferences.pick({
      ...{ seenBy: true, foundBy: true, askedBy: true, addedBy: true, showsReads: true, showsTyping: true },
    }).partial(),
    output: Preferences,
    errors: [],
  }),
})
