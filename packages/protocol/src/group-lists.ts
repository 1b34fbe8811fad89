/** Lists that only the owner and admins of a group can fetch. None of them is under a rev. */
import { z } from 'zod'
import { chatId, displayName, timeMs, userId } from './rows'

/** An invite link of a group. */
export const GroupLink = z.object({
  code: z.string(),
  /** The link to pass on. */
  url: z.string(),
  chatId,
  /** The admin who created the link. It works while they are one. */
  makerId: userId,
  /** When the link was created. */
  createdAt: timeMs,
  /** When the link stops working. */
  expiresAt: timeMs,
  usesLeft: z.int().nonnegative(),
})
export type GroupLink = z.output<typeof GroupLink>

/** A user who is banned from a group. */
export const Ban = z.object({
  userId,
  /** The owner or admin who banned the user. Absent after a ban by an administrator of the server. */
  byId: userId.optional(),
  /** When the user was banned. */
  at: timeMs,
})
export type Ban = z.output<typeof Ban>

/** A pending request to join a group. */
export const JoinRequest = z.object({
  userId,
  /** When the user sent the request. */
  at: timeMs,
})
export type JoinRequest = z.output<typeof JoinRequest>

/** A group as people with a link see it before they join. */
export const GroupCard = z.object({
  chatId,
  name: displayName,
  about: z.string().optional(),
  /** The number of members. */
  members: z.int().nonnegative(),
  /** Whether an admin has to approve. */
  approval: z.boolean(),
})
export type GroupCard = z.output<typeof GroupCard>
