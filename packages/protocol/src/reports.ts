import { z } from 'zod'
import { limits } from './limits'
import { MediaAddresses } from './media'
import { Report, reportAct, reportId, reportNote, reportReason } from './report-rows'
import { chatId, messageId, User, userId } from './rows'
import { domain, method } from './specs'

/** A group of which the caller is the owner or an admin. Without one, everything that administrators of the server see. */
const ofGroup = chatId.optional()

export const reports = domain({
  create: method({
    doc: 'Reports a message that the caller can see, or a person. The report keeps the message as it is now. Messages of groups go to the owner and admins of the group and to the administrators of the server. All others go to the administrators. The reported person is not told. Reporting again changes nothing while the report is open. At most `limits.reportsPerHour`; then `rate_limited`. `forbidden`: the message is the caller’s own or a system message.',
    auth: 'user',
    rate: 'write',
    input: z
      .object({
        /** The message to report. */
        message: z.object({ chatId, id: messageId }).optional(),
        /** The person to report. */
        userId: userId.optional(),
        /** Why it is reported. */
        reason: reportReason,
        /** More about the reason. */
        note: reportNote.optional(),
      })
      .refine((input) => (input.message === undefined) !== (input.userId === undefined), {
        error: 'give either message or userId',
      }),
    output: z.object({}),
    errors: ['not_found', 'retracted'],
  }),
  list: method({
    doc: 'Returns reports, newest first, a page at a time. With `chatId`, reports of messages in this group, for its owner and admins. Without it, all reports, for administrators. Reports about the caller are left out. Ended reports stay for `limits.reportKeptMs`, open ones for `limits.reportOpenMs`.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId: ofGroup,
      state: z.enum(['open', 'ended']).default('open'),
      /** Return reports after this one. */
      after: reportId.optional(),
    }),
    output: z.object({
      /** One page of reports. */
      reports: z.array(Report).max(limits.reportsPage),
      users: z.array(User),
      more: z.boolean(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
  count: method({
    doc: 'Returns the number of open reports that `reports.list` returns. `reports.changed` says when it may have changed.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId: ofGroup }),
    output: z.object({
      /** `limits.unreadMax` means this many or more. */
      count: z.int().nonnegative().max(limits.unreadMax),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
  media: method({
    doc: 'Returns addresses of the uploads in a reported message, also when the message was retracted. For the people who decide on the report.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      /** The report. */
      id: reportId,
    }),
    output: z.object({ media: z.array(MediaAddresses) }),
    errors: ['not_found'],
  }),
  end: method({
    doc: 'Ends a report with one act: dismisses it, retracts the message, mutes or bans its sender in the chat, or disables the account. `acts` of the report lists the caller’s choices. Act and end happen together. When another person ended the report before, nothing changes and `isYours` is false. `report.ended` then shows the earlier act.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z
      .object({
        /** The report. */
        id: reportId,
        act: reportAct,
        /** How long the person can’t write. Needed with `mute`, and only then. */
        forMs: z.int().min(1).max(limits.muteMaxMs).optional(),
      })
      .refine(({ act, forMs }) => (act === 'mute') === (forMs !== undefined), {
        error: 'is needed with mute, and only then',
        path: ['forMs'],
      }),
    output: z.object({
      /** The report after the call. */
      report: Report,
      /** Whether this caller ended the report. */
      isYours: z.boolean(),
    }),
    errors: ['not_found', 'dissolved'],
  }),
})
