import { z } from 'zod'
import { limits } from './limits'
import { OwnExport } from './own-export'
import { deviceName, displayName, Me, Session, timeMs, User, username } from './rows'
import { serviceChats } from './service-chats'
import { ExternalUser, externalId } from './service-rows'
import { domain, method } from './specs'

/** A user as another product describes them. */
const described = {
  externalId,
  /** The username of a new account. When it is left out, the server makes one. Usernames never change, so that it has no effect on accounts that exist. */
  username: username.optional(),
  name: displayName,
}
const people = z.array(z.object(described)).min(1).max(limits.servicePeople)

export const service = domain({
  upsertUser: method({
    doc: 'Creates the account of an external id, or updates its name. A new name of an administrator is refused as `forbidden`. Calls with the same id at the same time create one account. Such accounts have no password: they sign in with `service.createSession` or `accounts.exchange`.',
    auth: 'service',
    scope: 'users',
    rate: 'service',
    input: z.object(described),
    output: ExternalUser,
    errors: ['username_taken', 'account_closed'],
  }),
  upsertUsers: method({
    doc: 'Does what `service.upsertUser` does for several users. Either all changes happen, or none.',
    auth: 'service',
    scope: 'users',
    rate: 'service',
    input: z.object({
      /** The users, each external id once. */
      users: people,
    }),
    output: z.object({
      /** The users, in the order of the call. */
      users: z.array(ExternalUser),
    }),
    errors: ['username_taken', 'account_closed'],
  }),
  createSession: method({
    doc: 'Signs the user of an external id in, for the sign-in of another product. Administrators are refused as `forbidden`: they sign in with their password.',
    auth: 'service',
    scope: 'sessions',
    rate: 'service',
    input: z.object({
      externalId,
      /** How long the session lasts, in milliseconds. */
      ttlMs: z.int().min(limits.serviceSessionMinMs).max(limits.serviceSessionMaxMs),
      device: deviceName.optional(),
    }),
    output: z.object({
      user: Me,
      /** The session with its token, which appears only here. */
      session: Session.extend({ token: z.string() }),
    }),
    errors: ['not_found', 'account_closed'],
  }),
  disableUser: method({
    doc: 'Disables the account of an external id, or enables it again. Disabling ends all of its sessions at once. Administrators are refused as `forbidden`, and so is enabling an account that an administrator disabled. Repeating the call changes nothing.',
    auth: 'service',
    scope: 'users',
    rate: 'service',
    input: z.object({ externalId, disabled: z.boolean() }),
    output: z.object({
      /** The profile of the account. */
      user: User,
    }),
    errors: ['not_found'],
  }),
  eraseUser: method({
    doc: 'Erases the account of an external id for good. Its sessions end and the external id is free at once. The server then removes everything about the person from every table and the files. Their messages stay as those of a deleted account. Administrators are refused as `forbidden`.',
    auth: 'service',
    scope: 'users',
    rate: 'service',
    final: true,
    input: z.object({ externalId }),
    output: z.object({
      /** Whether there was such an account. */
      erased: z.boolean(),
    }),
    errors: [],
  }),
  exportUser: method({
    doc: 'Returns a copy of the data of the user of an external id, as `accounts.export` makes it. The first call starts it, and so does a call a day later, or after a failure. All other calls return how it stands. Once it is ready, the response has a signed address, which needs no session and works for `limits.exportAddressMs`. Administrators are refused as `forbidden`.',
    auth: 'service',
    scope: 'exports',
    rate: 'service',
    input: z.object({ externalId }),
    output: OwnExport.extend({
      /** Path and query of the archive, on the server’s own origin. Absent unless it is ready. */
      address: z.string().optional(),
      /** Until when the address works. The next call returns another one. Absent unless it is ready. */
      addressUntil: timeMs.optional(),
    }),
    errors: ['not_found', 'account_closed'],
  }),
  ...serviceChats,
})
