import { z } from 'zod'
import { registrationMode } from './accounts'
import { domain, method } from './contract'
import { timeMs, User, userId } from './rows'

/** A person as administrators see them. */
export const AdminUser = User.extend({
  admin: z.boolean(),
  /** When the account was made. */
  createdAt: timeMs,
  /** When an administrator disabled the account; absent while it is enabled. */
  disabledAt: timeMs.optional(),
})
export type AdminUser = z.output<typeof AdminUser>

export const AdminSettings = z.object({
  registration: registrationMode,
  /** Whether people may write into the world. */
  worldOpen: z.boolean(),
  /** Whether only administrators may write into the world. */
  worldMutedAll: z.boolean(),
  /** How long people wait in the world between two messages. */
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
    input: z.object({
      query: z.string().trim().max(100).default(''),
      /** The user name that the last page ended with. */
      after: z.string().max(100).optional(),
    }),
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
  resetPassword: method({
    doc: 'Makes a one-time link with which a person sets a new password. Give it to that person. Their password and sessions stay until they use the link; then all their sessions end, and the log says so. A new link replaces the one before.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId }),
    output: z.object({
      code: z.string(),
      /** The link to pass on. */
      url: z.string(),
      /** When the link stops working. */
      expiresAt: timeMs,
    }),
    errors: ['not_found'],
  }),
})
