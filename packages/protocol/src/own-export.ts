import { z } from 'zod'
import { limits } from './limits'
import { timeMs } from './rows'
import { domain, method } from './specs'

const password = z.string().max(limits.passwordMaxChars)

/** The export of the caller's data. */
export const OwnExport = z.object({
  /** How the newest export stands. */
  state: z.enum(['none', 'building', 'ready', 'failed']),
  /** When it was requested. Absent without one. */
  requestedAt: timeMs.optional(),
  progress: z
    .object({
      done: z.int().nonnegative(),
      total: z.int().nonnegative(),
    })
    .optional()
    .describe('Chats and uploads that it has, and all of them. Absent unless it is being built.'),
  /** Bytes of the archive. Absent unless it is ready. */
  size: z.int().nonnegative().optional(),
  /** Until when it can be downloaded. Absent unless it is ready. */
  expiresAt: timeMs.optional(),
  /** When the next export can be requested. Absent when it can be now. */
  nextAt: timeMs.optional(),
})
export type OwnExport = z.output<typeof OwnExport>

/** The methods of `accounts` about the export of the caller's data. */
export const ownExport = domain({
  export: method({
    doc: 'Requests a copy of the caller’s data, which takes the password. The server builds a ZIP archive in the background: the profile, settings, sessions, friends, groups, messages, uploads and reports. `accounts.exportState` returns the progress. Once it is ready, `exportUntil` of the caller’s profile says until when it can be downloaded, and the server tells the account’s e-mail address. A new export replaces the previous one. `export_too_soon` says in `until` when the next export is possible.',
    auth: 'user',
    rate: 'auth',
    input: z.object({ password }),
    output: OwnExport,
    errors: ['bad_credentials', 'export_too_soon'],
  }),
  exportState: method({
    doc: 'Returns how the export of the caller’s data stands.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: OwnExport,
    errors: [],
  }),
  exportAddress: method({
    doc: 'Returns a signed address of the caller’s finished export, which takes the password. The address needs no session, so don’t share it. It works for `limits.exportAddressMs`.',
    auth: 'user',
    rate: 'auth',
    input: z.object({ password }),
    output: z.object({
      /** Path and query of the archive, on the server’s own origin. */
      address: z.string(),
      /** Until when the address works. */
      expiresAt: timeMs,
    }),
    errors: ['bad_credentials', 'not_found'],
  }),
})
