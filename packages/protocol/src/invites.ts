import { z } from 'zod'
import { domain, method } from './contract'
import { Chat, ChatState, timeMs } from './rows'

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
    input: z.object({ code: z.string().max(100) }),
    output: z.object({}),
    errors: ['not_found'],
  }),
  open: method({
    doc: 'Follows a link as somebody who has an account already: makes both friends, and answers the direct chat with the inviter. One’s own link answers saved messages.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ code: z.string().max(100) }),
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['invite_invalid', 'blocked'],
  }),
})
