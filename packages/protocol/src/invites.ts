import { z } from 'zod'
import { domain, method } from './contract'
import { Chat, ChatState, chatId, timeMs } from './rows'

export const Invite = z.object({
  code: z.string(),
  /** The link to pass on. */
  url: z.string(),
  createdAt: timeMs,
  expiresAt: timeMs,
  usesLeft: z.int().nonnegative(),
})
export type Invite = z.output<typeof Invite>

export const invites = domain({
  create: method({
    doc: 'A link that makes a person a friend of the caller and brings them into a direct chat. The caller’s valid link is answered again while there is one.',
    auth: 'user',
    rate: 'write',
    input: z.object({}),
    output: Invite,
    errors: [],
  }),
  revoke: method({
    doc: 'Withdraws one of the own links.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: z.object({ code: z.string().max(100) }),
    output: z.object({}),
    errors: ['not_found'],
  }),
  open: method({
    doc: 'Follows a link as somebody who has an account already. A person’s link makes both friends and answers the direct chat with them; one’s own answers saved messages. A link into a group takes a use and answers the group, or where admins decide who comes in leaves a request and answers `requested` alone; who is in it already just gets the group.',
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
