import { z } from 'zod'
import { adminHealth } from './admin-health'
import { adminPasskeys } from './admin-passkeys'
import { adminTokens } from './admin-tokens'
import { AdminUser } from './admin-user'
import { AuditEntry, auditAction } from './audit'
import { limits } from './limits'
import { adminMailDomains } from './mail-domains'
import { MailFailure, mailProblem } from './mail-failure'
import { adminModeration } from './moderation'
import { adminNetworks, networkName } from './networks'
import { chosenRegistration, registrationMode } from './registration-mode'
import { waveId } from './row-ids'
import { accountRequestId, chatId, displayName, timeMs, User, userId } from './rows'
import { domain, method } from './specs'
import { query } from './texts'
import { Wave, WaveFilter } from './waves'

/** A state of accounts that administrators look for. */
export const accountState = z.enum(['active', 'disabled', 'closed', 'administrator'])
export type AccountState = z.output<typeof accountState>

/** A request for an account that waits for an administrator. */
export const AccountRequest = z.object({
  /** The request. The server makes the id. */
  id: accountRequestId,
  username: z.string(),
  name: z.string(),
  /** The text for the administrators. Absent without one. */
  note: z.string().optional(),
  /** The device that sent it. */
  device: z.string(),
  /** The network address that it came from, as in sessions. */
  address: z.string(),
  /** When the request was sent. */
  at: timeMs,
  /** Until when the request waits. */
  expiresAt: timeMs,
})
export type AccountRequest = z.output<typeof AccountRequest>

export const AdminSettings = z.object({
  /** The name of this server on the pages before sign-in. Absent until an administrator sets it. */
  serverName: displayName.optional(),
  /** The mode between `registrationOpensAt` and `registrationClosesAt`. At other times registration is closed. */
  registration: registrationMode,
  registrationOpensAt: timeMs.optional(),
  registrationClosesAt: timeMs.optional(),
  /** Whether people can write in the world. */
  worldOpen: z.boolean(),
  /** Whether only administrators can write in the world. */
  worldMutedAll: z.boolean(),
  /** How long people wait between messages in the world. */
  worldSlowModeMs: z.int().nonnegative(),
})
export type AdminSettings = z.output<typeof AdminSettings>

export const admin = domain({
  ...adminNetworks,
  ...adminPasskeys,
  ...adminModeration,
  ...adminMailDomains,
  ...adminTokens,
  ...adminHealth,
  settings: method({
    doc: 'Returns the settings that administrators can change at run time.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: AdminSettings,
    errors: [],
  }),
  addresses: method({
    doc: 'Returns where other devices reach this node: at `PARLEY_PUBLIC_URL` if it is set. Otherwise, at the addresses on its networks, which the node prints at its start. Administrators use these addresses in links created under `localhost`. Only administrators see them. Empty where the node listens on one address only.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** Origins such as `http://192.168.1.5:8080`. */
      origins: z.array(z.string()).max(limits.networkOrigins),
    }),
    errors: [],
  }),
  setRegistration: method({
    doc: 'Sets who can register, and optionally between which times. Takes effect immediately on all nodes. A call without times removes earlier ones. Invite links work at any time.',
    auth: 'admin',
    rate: 'write',
    input: z
      .object({
        registration: chosenRegistration,
        /** Before this time, registration is closed. */
        opensAt: timeMs.optional(),
        /** From this time on, registration is closed. It must be after `opensAt`. */
        closesAt: timeMs.optional(),
      })
      .refine(({ opensAt = 0, closesAt }) => closesAt === undefined || closesAt > opensAt, {
        error: 'must be after opensAt',
        path: ['closesAt'],
      }),
    output: AdminSettings,
    errors: [],
  }),
  accountRequests: method({
    doc: 'Returns the requests for an account that wait, oldest first, a page at a time. Administrators get `admin.requests` when their number changes.',
    auth: 'admin',
    rate: 'read',
    input: z.object({
      /** The last request of the page before. */
      after: AccountRequest.pick({ at: true, id: true }).optional(),
    }),
    output: z.object({
      /** One page of requests, oldest first. */
      requests: z.array(AccountRequest).max(limits.accountRequestsPage),
      /** How many requests wait in all. */
      count: z.int().nonnegative(),
      more: z.boolean(),
    }),
    errors: [],
  }),
  answerRequests: method({
    doc: 'Approves or declines requests for an account. People can sign in from their approval on. The server erases declined requests, and their usernames are free again. Works in every registration mode.',
    auth: 'admin',
    rate: 'write',
    final: true,
    input: z.object({
      ids: z.array(accountRequestId).min(1).max(limits.accountRequestsPage),
      /** True approves the requests, false declines them. */
      approve: z.boolean(),
    }),
    output: z.object({
      /** The requests that this call answered. */
      answered: z.array(accountRequestId),
      /** Requests that another administrator has approved or declined, or that were withdrawn or have expired. */
      gone: z.array(accountRequestId),
      /** How many requests still wait. */
      count: z.int().nonnegative(),
    }),
    errors: [],
  }),
  setServerName: method({
    doc: 'Sets the name of this server for the pages before sign-in and for invitations. Null removes it.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ serverName: displayName.nullable() }),
    output: AdminSettings,
    errors: [],
  }),
  users: method({
    doc: 'Returns users, up to 50 per page. `query` keeps users whose username or name begins with it. Without other filters, users come by username. With one, the newest accounts come first. A call then looks through at most 2,000 accounts, so a page can be short, or empty, although `next` leads to more.',
    auth: 'admin',
    rate: 'read',
    input: z.object({
      query: query(100).default(''),
      /** Only accounts that were created at this time or later. */
      from: timeMs.optional(),
      /** Only accounts that were created before this time. */
      until: timeMs.optional(),
      /** Only accounts in this state. `active` accounts are neither disabled nor closed. */
      state: accountState.optional(),
      /** Only accounts that were registered from this network address, or from this network. The server knows it for `limits.registrationAddressMs`. */
      network: networkName.optional(),
      /** The `next` of the page before. */
      after: z.string().max(100).optional(),
    }),
    output: z.object({
      users: z.array(AdminUser),
      /** The number of all users that match. Absent for filters other than `query` that match more than one page. */
      total: z.int().optional(),
      more: z.boolean(),
      /** Leads to the next page. Absent at the end. */
      next: z.string().optional(),
    }),
    errors: [],
  }),
  setDisabled: method({
    doc: 'Disables a user, which closes their live sessions with 4502, or enables them again. Administrators can’t disable themselves.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId, disabled: z.boolean() }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  closeUser: method({
    doc: 'Closes the account of a user, as `accounts.close` does. Administrators close their own account with `accounts.close`.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  restoreUser: method({
    doc: 'Opens a closed account again. Its owner then signs in again. An erased account is gone.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ userId }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  resetPassword: method({
    doc: 'Creates a one-time link with which a user sets a new password. Give it to that user. Their password and sessions stay until they use the link. Then all their sessions end, and the log says so. A new link replaces the previous one.',
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
  waves: method({
    doc: 'Returns the latest cleanups of spam waves, newest first.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** Cleanups, newest first. */
      waves: z.array(Wave).max(limits.wavesListed),
    }),
    errors: [],
  }),
  countWave: method({
    doc: 'Counts the accounts of a spam wave, their messages, and the chats with these messages. Shows no text. More than `limits.waveAccounts` accounts, or messages in more than `limits.waveChats` chats, are `too_large`.',
    auth: 'admin',
    rate: 'read',
    input: z.object({
      /** The accounts to count. */
      filter: WaveFilter,
    }),
    output: z.object({
      /** The number of accounts. */
      accounts: z.int().nonnegative(),
      /** The number of their messages that are not retracted. */
      messages: z.int().nonnegative(),
      /** The number of chats with such messages. */
      chats: z.int().nonnegative(),
      /** Stands for exactly these accounts. */
      hash: z.string(),
      /** Some of the accounts, the newest first. */
      sample: z
        .array(
          z.object({
            user: AdminUser,
            /** The number of messages of this account. */
            messages: z.int().nonnegative(),
          }),
        )
        .max(limits.waveSample),
    }),
    errors: [],
  }),
  cleanWave: method({
    doc: 'Disables the accounts of a spam wave and retracts all of their messages, in the background. Until `undoUntil`, `admin.undoWave` brings back both. A repeated `id` returns the same cleanup. `conflict` says that other accounts match now: count again.',
    auth: 'admin',
    rate: 'write',
    input: z.object({
      id: waveId,
      /** The accounts, as they were counted. */
      filter: WaveFilter,
      /** Accounts that match and stay. */
      except: z.array(userId).max(limits.waveSample).default([]),
      /** The hash of the accounts that match, as they were counted. */
      hash: z.string().max(64),
    }),
    output: Wave,
    errors: ['conflict'],
  }),
  undoWave: method({
    doc: 'Enables the accounts of a cleanup and brings back their messages, in the background, also while the cleanup is under way. Accounts that were disabled before stay disabled, and messages that were retracted before stay retracted. So do those that another cleanup covers. Sessions don’t come back.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ id: waveId }),
    output: Wave,
    errors: ['not_found', 'too_late'],
  }),
  removeSecondFactor: method({
    doc: 'Turns off the second factor of a user who lost their device and their recovery codes. The server tells their e-mail address. Their password stays. Administrators turn off their own with `accounts.disableTotp`.',
    auth: 'admin',
    rate: 'write',
    final: true,
    input: z.object({ userId }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  removePasskeys: method({
    doc: 'Removes all passkeys of a user who lost them. The server tells their e-mail address. Their password and their second factor stay. Administrators remove their own passkeys with `accounts.removePasskey`.',
    auth: 'admin',
    rate: 'write',
    final: true,
    input: z.object({ userId }),
    output: AdminUser,
    errors: ['not_found'],
  }),
  audit: method({
    doc: 'Returns acts of administrators, newest first, a page at a time. Each act is recorded in the transaction that did it. No method changes or removes entries: the server removes them after `limits.auditMs`. Unknown people have no entries.',
    auth: 'admin',
    rate: 'read',
    input: z.object({
      /** Only acts of this administrator. */
      byId: userId.optional(),
      /** Only acts that concern this person. */
      userId: userId.optional(),
      /** Only acts of this kind. */
      action: auditAction.optional(),
      /** Only acts at this time or later. */
      from: timeMs.optional(),
      /** Only acts before this time. */
      until: timeMs.optional(),
      /** The last entry of the page before. */
      after: z
        .object({
          at: timeMs,
          /** The number of the entry. */
          id: z.int().positive(),
        })
        .optional(),
    }),
    output: z.object({
      /** Entries, newest first. */
      entries: z.array(AuditEntry).max(limits.auditPage),
      users: z.array(User),
      /** The channels in the entries. The world has no name. */
      channels: z.array(z.object({ id: chatId, name: z.string().optional() })),
      more: z.boolean(),
    }),
    errors: [],
  }),
  mail: method({
    doc: 'Returns how this node sends mails, and how that went.',
    auth: 'admin',
    rate: 'read',
    input: z.object({}),
    output: z.object({
      /** Host and port of the mail server. Absent without one: mails become files in the data directory. */
      server: z.string().optional(),
      /** The sender of mails. */
      from: z.string().optional(),
      /** Mails of this node that wait, or that the mail server did not take yet. */
      waiting: z.int().nonnegative(),
      /** Mails that this node handed over since its start, test mails not included. */
      sent: z.int().nonnegative(),
      /** Mails that this node gave up since its start. */
      failed: z.int().nonnegative(),
      /** The latest attempt of this node that failed. Absent without one since its start. */
      lastFailure: MailFailure.optional(),
    }),
    errors: [],
  }),
  testMail: method({
    doc: 'Sends a test mail, and returns the dialogue with the mail server. Passwords are left out.',
    auth: 'admin',
    rate: 'auth',
    input: z.object({
      /** The recipient. */
      to: z
        .string()
        .trim()
        .min(3)
        .max(limits.emailMaxChars)
        .regex(/^[^\s@<>]+@[^\s@<>]+$/),
      /** The language of the mail, such as `zh-CN`. */
      language: z
        .string()
        .max(35)
        .regex(/^[A-Za-z\d-]*$/)
        .default('en'),
    }),
    output: z.object({
      /** Absent when the mail server took the mail. */
      problem: mailProblem.optional(),
      /** Lines that begin with `>` went to the mail server, those with `<` came from it. */
      dialogue: z.array(z.string()).max(limits.mailDialogueLines),
    }),
    errors: [],
  }),
})
