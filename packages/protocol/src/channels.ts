import { z } from 'zod'
import { limits } from './limits'
import { about, announcement, Chat, ChatState, chatId, displayName, Member, userId } from './rows'
import { domain, method } from './specs'
import { query } from './texts'

const inChannel = z.object({ chatId })

/** A channel that anyone can find, with what people need to know before they join. */
export const ChannelCard = z.object({
  chatId,
  name: displayName,
  about: z.string().optional(),
  /** The number of members. */
  members: z.int().nonnegative(),
  /** Whether the caller is a member. */
  joined: z.boolean(),
})
export type ChannelCard = z.output<typeof ChannelCard>

export const channels = domain({
  list: method({
    doc: 'Returns the channels that people can join, except the world, a page at a time, ordered by name. `query` keeps channels whose name begins with it. Pass the last id of a page as `after` for the next one. `mayCreate` says whether the caller can create a channel.',
    auth: 'user',
    rate: 'read',
    input: z.object({ query: query(limits.nameMaxChars).default(''), after: chatId.optional() }),
    output: z.object({ channels: z.array(ChannelCard), more: z.boolean(), mayCreate: z.boolean() }),
    errors: ['not_found'],
  }),
  create: method({
    doc: 'Creates a channel with the caller as its owner. For administrators or for everyone, depending on the settings of the server. Safe to repeat with the same id.',
    auth: 'user',
    rate: 'groups',
    input: z.object({ id: chatId, name: displayName, about: about.optional() }),
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['conflict', 'word_refused'],
  }),
  update: method({
    doc: 'Changes a channel. Fields that are left out stay unchanged. An empty `about` or `announcement` removes it. For the owner and administrators. The name and about of the world can’t be changed.',
    auth: 'user',
    rate: 'write',
    input: inChannel.extend({
      name: displayName.optional(),
      about: about.optional(),
      announcement: announcement.optional(),
      /** Limits writing to the owner and administrators. */
      mutedAll: z.boolean().optional(),
      slowModeMs: z.int().min(0).max(limits.slowModeMaxMs).optional(),
    }),
    output: Chat,
    errors: ['not_found', 'not_a_member', 'word_refused'],
  }),
  join: method({
    doc: 'Joins a channel. Has no effect for people who are already members.',
    auth: 'user',
    rate: 'groups',
    input: inChannel,
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['not_found'],
  }),
  leave: method({
    doc: 'Leaves a channel. Its owner can leave, too. Members can’t leave the world.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: inChannel,
    output: Member,
    errors: ['not_found', 'not_a_member'],
  }),
  setOpen: method({
    doc: 'Opens or closes a channel for writing. Reading always works. Takes effect immediately for everyone.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ chatId, open: z.boolean() }),
    output: Chat,
    errors: ['not_found'],
  }),
  mute: method({
    doc: 'Mutes a user in a channel for some milliseconds from now on. 0 ends the mute. For the owner and administrators, who can’t be muted themselves. In the world this creates the only member rows that exist there.',
    auth: 'user',
    rate: 'write',
    input: inChannel.extend({ userId, forMs: z.int().min(0).max(limits.muteMaxMs) }),
    output: z.object({ member: Member.optional() }),
    errors: ['not_found', 'not_a_member'],
  }),
})
