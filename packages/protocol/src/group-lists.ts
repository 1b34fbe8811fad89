/** What only the owner and the admins of a group see, and ask for: none of it is under a rev. */
import { z } from 'zod'
import { chatId, displayName, timeMs, userId } from './rows'

/** A link into a group. */
export const GroupLink = z.object({
  code: z.string(),
  /** The link to pass on. */
  url: z.string(),
  chatId,
  /** The admin who made it. It works while they are one. */
  makerId: userId,
  /** When the link was made. */
  createdAt: timeMs,
  /** When the link stops working. */
  expiresAt: timeMs,
  usesLeft: z.int().nonnegative(),
})
export type GroupLink = z.output<typeof GroupLink>

/** Somebody who cannot come back into a group. */
export const Ban = z.object({
  userId,
  byId: userId,
  /** When the user was banned. */
  at: timeMs,
})
export type Ban = z.output<typeof Ban>

/** Somebody who waits to be let in. */
export const JoinRequest = z.object({
  userId,
  /** When the user asked. */
  at: timeMs,
})
export type JoinRequest = z.output<typeof JoinRequest>

/** What somebody with a link sees of a group before they come in. */
export const GroupCard = z.object({
  chatId,
  name: displayName,
  about: z.string().optional(),
  /** The number of members. */
  members: z.int().nonnegative(),
  /** Whether an admin has to agree. */
  approval: z.boolean(),
})
export type GroupCard = z.output<typeof GroupCard>
