/** The choices of users for themselves: their presence, and the people that can contact them. */
import { z } from 'zod'
import { limits } from './limits'
import { rev, timeMs, userId } from './rows'
import { oneLine } from './texts'

export const ownStatus = z.enum(['online', 'away', 'dnd', 'invisible'])
/** The presence that a user chose for the time while connected. `invisible` looks offline to everyone else. */
export type OwnStatus = z.output<typeof ownStatus>

export const statusText = oneLine(limits.statusMaxChars)

/** `contacts`: friends, and people who share a direct chat or group with the user. */
const audience = z.enum(['everybody', 'contacts', 'friends', 'nobody'])

/** A user's own preferences. Private, under the user's rev. */
export const Preferences = z.object({
  rev,
  status: ownStatus,
  /** The text beside the status. */
  text: z.string().optional(),
  /** When status and text end. */
  until: timeMs.optional(),
  /** Who can see whether this user is online, and when they last were. */
  seenBy: audience,
  /**
   * Who can find this user: by username, id and display name, by username and id only, or not at all. Friends always
   * can.
   */
  foundBy: z.enum(['everybody', 'exact', 'nobody']),
  /** Who can send this user friend requests. */
  askedBy: z.enum(['everybody', 'contacts', 'nobody']),
  /** Who can add this user to groups, if they can contact them at all. */
  addedBy: z.enum(['everybody', 'friends', 'nobody']),
  /** Whether others see how far this user has read. */
  showsReads: z.boolean(),
  /** Whether others see that this user is typing. */
  showsTyping: z.boolean(),
})
export type Preferences = z.output<typeof Preferences>

/** The presence of a person, as others see it. For people who hide theirs it is `offline` and nothing else. */
export const Presence = z.object({
  userId,
  status: z.enum(['online', 'away', 'dnd', 'offline']),
  text: z.string().optional(),
  /** When status and text end. From then on the person is online. */
  until: timeMs.optional(),
  /** When an offline person was last online. */
  lastSeenAt: timeMs.optional(),
})
export type Presence = z.output<typeof Presence>
