import { z } from 'zod'
import { registrationMode } from './accounts'
import { domain, method } from './contract'
import { timeMs, User, userId } from './rows'

/** A person as administrators see them. */
export const AdminUser = User.extend({ admin: z.boolean(), createdAt: timeMs, disabledAt: timeMs.optional() })
export type AdminUser = z.output<typeof AdminUser>

export const AdminSettings = z.object({
  registration: registrationMode,
  /** Whether anybody may write into the world, whether administrators alone may, and how long others wait between messages. */
  worldOpen: z.boolean(),
  worldMutedAll: z.boolean(),
  worldSlowModeMs: z.int().nonnegative(),
})
export type AdminSettings = z.output<typeof AdminSettings>

export const admin = domain({
  settings: method({
    doc: 'The settings that an administrator can change at run time.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: AdminSettings,
    errors: [],
  }),
  setRegistration: method({
    doc: 'Opens or closes registration, at once.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ registration: registrationMode }),
    output: AdminSettings,
    errors: [],
  }),
  users: method({
    doc: 'All people by user name, a page of 50 at a time; `query` keeps user names and names that begin with it.',
    auth: 'admin',
    rate: 'read',
    input: z.object({ query: z.string().trim().max(100).default(''), after: z.string().max(100).optional() }),
    output: z.object({ users: z.array(AdminUser), total: z.int(), more: z.boolean() }),
    errors: [],
  }),
  setDisabled: method({
    doc: 'Disables a person (live sessions end at once with 4502) or allows them again. Nobody can disable themself.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId, disabled: z.boolean() }),
    output: AdminUser,
    errors: ['not_found'],
  }),
})
