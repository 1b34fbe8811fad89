import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { deviceName, displayName, Me, mediaId, Session, User, username } from './rows'

const password = z
  .string()
  .min(limits.passwordMinChars, { error: `must be at least ${limits.passwordMinChars} characters` })
  .max(limits.passwordMaxChars)

/** The session of a fresh sign-in. The token is shown here once; the server keeps only its hash. Browsers get it as a cookie too. */
const SignedIn = z.object({ user: Me, session: Session.extend({ token: z.string() }) })

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
      /** The person behind a valid invite code. */
      inviter: User.optional(),
      /** Present when a code was given: whether it works. */
      inviteValid: z.boolean().optional(),
      setupValid: z.boolean().optional(),
    }),
    errors: [],
  }),
  register: method({
    doc: 'Makes an account and signs it in. With `invite`, a direct chat with the inviter is there at once; with `setup`, the account is the first administrator.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      username,
      password,
      name: displayName,
      invite: z.string().max(100).optional(),
      setup: z.string().max(100).optional(),
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
    ],
  }),
  login: method({
    doc: 'Signs in by user name. A wrong name and a wrong password answer alike and take as long.',
    auth: 'none',
    rate: 'auth',
    input: z.object({
      login: z.string().max(200),
      password: z.string().max(limits.passwordMaxChars),
      device: deviceName.optional(),
    }),
    output: SignedIn,
    errors: ['bad_credentials'],
  }),
  logout: method({
    doc: 'Ends this session everywhere it is open.',
    auth: 'user',
    rate: 'write',
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
    doc: 'Changes the own profile; what is not named stays.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      name: displayName.optional(),
      /** An own upload without a chat; null takes the avatar away. */
      avatar: mediaId.nullable().optional(),
    }),
    output: Me,
    errors: ['not_found'],
  }),
})
