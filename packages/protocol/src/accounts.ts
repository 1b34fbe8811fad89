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
  /** What the client solves. */
  parameters: z.object({
    algorithm: z.string().describe('Always `SHA-256`: a key is the hash of salt, nonce and counter, hashed again.'),
    nonce: z.string().describe('Hexadecimal.'),
    salt: z.string().describe('Hexadecimal.'),
    cost: z.int().positive().describe('How many times each key is hashed.'),
    keyLength: z.int().positive().describe('Bytes of a key.'),
    keyPrefix: z.string().describe('Hexadecimal; the key of the right counter begins with it.'),
    expiresAt: z.int().describe('Epoch seconds.'),
    /** What narrows the search. */
    data: z.object({ maxCounter: z.int().positive().describe('The right counter is below.') }),
  }),
  signature: z.string(),
})
export type Challenge = z.output<typeof Challenge>

/** The paragraphs below are all that a solver needs; a test recomputes the example. */
const challengeDoc = [
  'Returns a proof of work for a call by a stranger, valid for five minutes and for one call. With `login`, the challenge is as hard as signing in as that user takes now.',
  'To solve it, decode `salt` and `nonce` from hexadecimal. Try the counters from 0 up to `data.maxCounter` - 1. For each, append the counter as four bytes, the highest first, to the salt followed by the nonce. Hash these bytes with SHA-256, and hash the result again until you have hashed `cost` times. The first `keyLength` bytes are the key of this counter. The right counter is the one whose key, in lower-case hexadecimal, begins with `keyPrefix`.',
  'The solution is a text: the JSON object `{"challenge": …, "solution": {"counter": …, "derivedKey": …}}` in standard Base64 with padding. `challenge` is this answer as it came, `counter` the right counter, and `derivedKey` its whole key in hexadecimal. Send the text as `challenge` with the call.',
  'An example: `salt` is `f0e0d0c0b0a090807060504030201000`, `nonce` is `000102030405060708090a0b0c0d0e0f`, `cost` is `3`, `keyLength` is `32` and `keyPrefix` is `a500ee15a09fe6bd5681c171f842f2a0`. The right counter is `451`, and its key is `a500ee15a09fe6bd5681c171f842f2a06e954902c73aa238fe586fdd1a2bc39c`. A whole client is `examples/python/register.py`.',
].join('\n\n')

/** Base64 of the JSON `{challenge, solution: {counter, derivedKey}}`, the key in hexadecimal. */
const challengeSolution = z.string().max(limits.challengeSolutionMaxChars)

/** How people come in. */
export const registrationMode = z.enum(['open', 'invite', 'closed'])
export type RegistrationMode = z.output<typeof registrationMode>

export const accounts = domain({
  policy: method({
    doc: 'What a stranger must know before registering: whether it is open, and what a code of an invite, setup or reset link leads to.',
    auth: 'none',
    rate: 'read',
    input: z.object({
      invite: z.string().max(100).optional(),
      setup: z.string().max(100).optional(),
      /** The code of a reset link. */
      reset: z.string().max(100).optional(),
    }),
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
      /** Present when a reset code was given: whether it works. */
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
      /** The user name to sign in with: after many failures the challenge for it is harder. */
      login: z.string().max(200).optional(),
    }),
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
    doc: 'Signs in by user name. A wrong name and a wrong password answer alike and take as long. After some failures it takes the solution of a challenge: `challenge_required` asks for one, or for a harder one, fetched with the same `login`. Failures pause further tries from their own address alone.',
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
    removes: true,
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
    errors: ['not_found', 'media_checking', 'media_refused', 'media_unchecked'],
  }),
  changePassword: method({
    doc: 'Changes the own password, for who knows the old one; with `endOthers` every other session of the caller ends. Wrong tries pause further ones of this session.',
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
  resetPassword: method({
    doc: 'Sets a new password with the code of a reset link, and signs in. All sessions of the account end. A code works once, for 24 hours; a newer link for the account replaces it.',
    auth: 'none',
    rate: 'auth',
    final: true,
    input: z.object({ code: z.string().max(100), newPassword: password, device: deviceName.optional() }),
    output: SignedIn,
    errors: ['reset_invalid', 'weak_password'],
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
