/** Reports as those who decide on them see them. None of them is under a rev. */
import { z } from 'zod'
import { type ReportId, uuidV7Pattern } from './ids'
import { limits } from './limits'
import { chatId, Message, timeMs, userId } from './rows'
import { paragraph } from './texts'

export const reportId = z
  .string()
  .regex(uuidV7Pattern, { error: 'must be a lowercase UUIDv7' })
  .describe('A report. The server makes the id.') as unknown as z.ZodType<ReportId, ReportId>

/** Why a message or a person was reported. */
export const reportReason = z.enum(['spam', 'abuse', 'illegal', 'fraud', 'other'])
export type ReportReason = z.output<typeof reportReason>
export const reportNote = paragraph(limits.reportNoteMaxChars)

/** The acts that end a report. */
export const reportAct = z.enum(['dismiss', 'retract', 'mute', 'ban', 'disable'])
export type ReportAct = z.output<typeof reportAct>

/** A person who reported something. */
export const Reporter = z.object({
  /** Why the person reported. */
  reason: reportReason,
  /** The person’s own words. */
  note: z.string().optional(),
  /** When the person reported. */
  at: timeMs,
  /** The person. Only administrators see it. Absent also when the account was erased. */
  byId: userId.optional(),
})
export type Reporter = z.output<typeof Reporter>

/** All reports of one message, or of one person, until they were decided together. */
export const Report = z.object({
  id: reportId,
  /** When the first person reported. */
  at: timeMs,
  /** The number of people who reported. */
  count: z.int().positive(),
  /** How many of them gave each reason. */
  reasons: z.array(
    z.object({
      /** One of the reasons. */
      reason: reportReason,
      /** The number of people who gave it. */
      count: z.int().positive(),
    }),
  ),
  /** At most `limits.reportersShown` of them, in their order: the first and the last ones, and those with the oldest accounts. */
  reporters: z.array(Reporter).max(limits.reportersShown),
  /** The reported person, or the sender of the reported message. */
  userId,
  /** The chat of the reported message. Absent for a reported person. */
  chat: z
    .object({
      id: chatId,
      kind: z.enum(['direct', 'group', 'channel']),
      /** The name of a channel. Administrators don’t learn names of groups. */
      name: z.string().optional(),
    })
    .optional(),
  /**
   * The message as people reported it, oldest first, also when it changed or was retracted since. More than one when people
   * reported it before and after an edit. Empty for a reported person.
   */
  messages: z.array(Message).max(limits.reportVersions),
  /** The acts that are open to the caller. Empty once the report has ended. */
  acts: z.array(reportAct),
  /** How the report ended. Absent while it is open. */
  ended: z
    .object({
      /** When the report ended. */
      at: timeMs,
      act: reportAct,
      /** How long the person can’t write, with `mute`. */
      forMs: z.int().positive().optional(),
      /** The person who ended the report. Admins of a group don’t see which administrator of the server it was. */
      byId: userId.optional(),
    })
    .optional(),
})
export type Report = z.output<typeof Report>
