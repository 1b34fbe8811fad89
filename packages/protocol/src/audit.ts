import { z } from 'zod'
import { chatId, timeMs, userId } from './rows'

/** The acts of administrators that the audit log records, and `flood_muted` of the server itself. */
export const auditAction = z.enum([
  'registration_set',
  'server_named',
  'user_disabled',
  'user_enabled',
  'user_closed',
  'user_restored',
  'reset_link_made',
  'second_factor_removed',
  'passkeys_removed',
  'admin_granted',
  'admin_by_group',
  'request_approved',
  'request_declined',
  'mail_tested',
  'channel_changed',
  'member_muted',
  'message_pinned',
  'message_unpinned',
  'message_retracted',
  'network_blocked',
  'network_unblocked',
  'report_ended',
  'limits_set',
  'words_set',
  'flood_muted',
  'flood_mute_lifted',
  'account_trusted',
  'account_untrusted',
  'wave_cleaned',
  'wave_undone',
  'service_token_created',
  'service_token_revoked',
  'user_erased',
  'user_exported',
  'mail_domains_set',
])
export type AuditAction = z.output<typeof auditAction>

/** Settings by name. Null stands for a setting without a value. */
const AuditValues = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))
export type AuditValues = z.output<typeof AuditValues>

/** One act of an administrator. */
export const AuditEntry = z.object({
  /** The number of the entry. */
  id: z.int().positive(),
  /** When it happened. */
  at: timeMs,
  /** The kind of the act. */
  action: auditAction,
  /** The administrator. Absent for the command line, for services, and for what the server does by itself. */
  byId: userId.optional(),
  /** The network address of the administrator or service. Absent for the command line, and once the administrator’s account is erased. */
  address: z.string().optional(),
  /** The name of the service token that acted. Absent for people. */
  service: z.string().optional(),
  /** The person whom it concerns. */
  userId: userId.optional(),
  /** The channel that it concerns. */
  chatId: chatId.optional(),
  /** The changed settings before the act. */
  before: AuditValues.optional(),
  /** The changed settings after the act. */
  after: AuditValues.optional(),
})
export type AuditEntry = z.output<typeof AuditEntry>
