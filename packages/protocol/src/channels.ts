import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { about, announcement, Chat, ChatState, chatId, displayName, Member, userId } from './rows'

const inChannel = z.object({ chatId })

/** A channel that everybody finds, with what one needs to know before joining it. */
export const ChannelCard = z.object({
  chatId,
  name: displayName,
  about: z.string().optional(),
  /** The number of members. */
  members: z.int().nonnegative(),
  /** Whether the caller is in it. */
  joined: z.boolean(),
})
export type ChannelCard = z.output<typeof ChannelCard>

export const channels = domain({
  list: method({
    doc: 'The channels that people can join, besides the world, by name and a page at a time; `query` keeps those whose name begins with it. Pass the last one of a page as `after`. `mayCreate` says whether the caller can make one.',
    auth: 'user',
    rate: 'read',
    input: z.object({ query: z.string().trim().max(limits.nameMaxChars).default(''), after: chatId.optional() }),
    output: z.object({ channels: z.array(ChannelCard), more: z.boolean(), mayCreate: z.boolean() }),
    errors: ['not_found'],
  }),
  create: method({
    doc: 'Makes a channel with the caller as its owner, for administrators or everybody as the server is set. Safe to repeat with the same id.',
    auth: 'user',
    rate: 'groups',
    input: z.object({ id: chatId, name: displayName, about: about.optional() }),
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['conflict'],
  }),
  update: method({
    doc: 'Changes a channel: what is not named stays, an empty `about` or `announcement` is taken away. For its owner and administrators; of the world, its name and what it is about stay as they are.',
    auth: 'user',
    rate: 'write',
    input: inChannel.extend({
      name: displayName.optional(),
      about: about.optional(),
      announcement: announcement.optional(),
      /** Lets only its owner and administrators write. */
      mutedAll: z.boolean().optional(),
      slowModeMs: z.int().min(0).max(limits.slowModeMaxMs).optional(),
    }),
    output: Chat,
    errors: ['not_found', 'not_a_member'],
  }),
  join: method({
    doc: 'Comes into a channel. Who is in it already stays as they are.',
    auth: 'user',
    rate: 'groups',
    input: inChannel,
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['not_found'],
  }),
  leave: method({
    doc: 'Leaves a channel, whose owner may do so too; nobody leaves the world.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: inChannel,
    output: Member,
    errors: ['not_found', 'not_a_member'],
  }),
  setOpen: method({
    doc: 'Opens or closes a channel for writing; reading always works. Takes effect at once for everybody.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ chatId, open: z.boolean() }),
    output: Chat,
    errors: ['not_found'],
  }),
  mute: method({
    doc: 'Keeps somebody from writing into a channel for some milliseconds from now on; 0 ends it. For its owner and administrators, and not about one of them. In the world it makes the only member row that there is.',
    auth: 'user',
    rate: 'write',
    input: inChannel.extend({ userId, forMs: z.int().min(0).max(limits.muteMaxMs) }),
    output: z.object({ member: Member.optional() }),
    errors: ['not_found', 'not_a_member'],
  }),
})
