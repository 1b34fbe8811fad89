import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { Chat, ChatState, chatId, timeMs } from './rows'

/** For how long a link works, in milliseconds from now on. */
export const linkForMs = z.int().min(60_000).max(limits.linkMaxMs)
/** How many people may follow a link. */
export const linkUses = z.int().min(1).max(limits.linkUsesMax)

export const Invite = z.object({
  code: z.string(),
  /** The link to pass on. */
  url: z.string(),
  /** When the link was made. */
  createdAt: timeMs,
  /** When the link stops working. */
  expiresAt: timeMs,
  usesLeft: z.int().nonnegative(),
})
export type Invite = z.output<typeof Invite>

export const invites = domain({
  create: method({
    doc: 'A link that makes a person a friend of the caller and brings them into a direct chat. Without a choice of `forMs` or `uses` the caller’s valid link that works longest is answered again while there is one; with one it is always another link. What is not chosen is `limits.inviteDays` and `limits.inviteUses`.',
    auth: 'user',
    rate: 'write',
    input: z.object({ forMs: linkForMs.optional(), uses: linkUses.optional() }),
    output: Invite,
    errors: ['too_many'],
  }),
  list: method({
    doc: 'The own links that work and make friends, newest first.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({ links: z.array(Invite) }),
    errors: [],
  }),
  revoke: method({
    doc: 'Withdraws one of the own links.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ code: z.string().max(100) }),
    output: z.object({}),
    errors: ['not_found'],
  }),
  open: method({
    doc: 'Follows a link as somebody who has an account already. A person’s link makes both friends, which takes a use unless they are, and answers the direct chat with them; one’s own answers saved messages. A link into a group takes a use and answers the group, or where admins decide who comes in leaves a request and answers `requested` alone; who is in it already just gets the group.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ code: z.string().max(100) }),
    output: z.object({
      chat: Chat.optional(),
      state: ChatState.optional(),
      /** The group that the caller waits to be let into. */
      requested: chatId.optional(),
    }),
    errors: ['invite_invalid', 'blocked', 'banned', 'group_full'],
  }),
})
