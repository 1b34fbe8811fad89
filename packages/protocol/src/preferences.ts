/** What a person chose for themselves: how they show themselves, and who may reach them. */
import { z } from 'zod'
import { limits } from './limits'
import { rev, timeMs, userId } from './rows'
import { oneLine } from './texts'

export const ownStatus = z.enum(['online', 'away', 'dnd', 'invisible'])
/** What a person wants to be shown as while connected; `invisible` looks offline to everybody else. */
export type OwnStatus = z.output<typeof ownStatus>

export const statusText = oneLine(limits.statusMaxChars)

/** `contacts`: friends, and whoever shares a direct chat or group with one. */
const audience = z.enum(['everybody', 'contacts', 'friends', 'nobody'])

/** A user's own preferences; private, under the user's rev. */
export const Preferences = z.object({
  rev,
  status: ownStatus,
  /** What stands beside the status. */
  text: z.string().optional(),
  /** From here on status and text no longer hold. */
  until: timeMs.optional(),
  /** Who sees whether one is online, and when one was last. */
  seenBy: audience,
  /** Who finds one: by user name, id and display name, by user name and id alone, or not at all. Friends always do. */
  foundBy: z.enum(['everybody', 'exact', 'nobody']),
  /** Who may ask to be friends. */
  askedBy: z.enum(['everybody', 'contacts', 'nobody']),
  /** Who may add one to a group, of those who may reach one. */
  addedBy: z.enum(['everybody', 'friends', 'nobody']),
  /** Whether others see how far one has read. */
  showsReads: z.boolean(),
  /** Whether others see that one is writing. */
  showsTyping: z.boolean(),
})
export type Preferences = z.output<typeof Preferences>

/** How somebody shows themselves to whoever asks. A person who does not is `offline`, without anything else. */
export const Presence = z.object({
  userId,
  status: z.enum(['online', 'away', 'dnd', 'offline']),
  text: z.string().optional(),
  /** From here on text and status are over: the person is online. */
  until: timeMs.optional(),
  /** When an offline person was last online. */
  lastSeenAt: timeMs.optional(),
})
export type Presence = z.output<typeof Presence>
