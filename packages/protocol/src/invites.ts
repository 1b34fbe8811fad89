import { z } from 'zod'
import { limits } from './limits'
import { Chat, ChatState, chatId, timeMs } from './rows'
import { domain, method } from './specs'

/** How long a link works, in milliseconds from now on. */
export const linkForMs = z.int().min(60_000).max(limits.linkMaxMs)
/** How many people can use a link. */
export const linkUses = z.int().min(1).max(limits.linkUsesMax)

export const Invite = z.object({
  code: z.string(),
  /** The link to pass on. */
  url: z.string(),
  /** When the link was created. */
  createdAt: timeMs,
  /** When the link stops working. */
  expiresAt: timeMs,
  usesLeft: z.int().nonnegative(),
})
export type Invite = z.output<typeof Invite>

export const invites = domain({
  create: method({
    doc: 'Returns a link that makes people friends of the caller and brings them into a direct chat. Without `forMs` and `uses`, the caller’s valid link that works longest is returned again if there is one. With either, the call always creates another link. The defaults are `limits.inviteDays` and `limits.inviteUses`.',
    auth: 'user',
    rate: 'write',
    input: z.object({ forMs: linkForMs.optional(), uses: linkUses.optional() }),
    output: Invite,
    errors: ['too_many'],
  }),
  list: method({
    doc: 'Returns the caller’s working friend links, newest first.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({ links: z.array(Invite) }),
    errors: [],
  }),
  revoke: method({
    doc: 'Revokes a link of the caller.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ code: z.string().max(100) }),
    output: z.object({}),
    errors: ['not_found'],
  }),
  open: method({
    doc: 'Follows a link with an existing account. A person’s link makes both friends and returns the direct chat with them. It takes a use unless both are friends already. The caller’s own link returns saved messages. A group link takes a use and returns the group. Where admins approve new members, it leaves a request and returns only `requested`. Members just get the group.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ code: z.string().max(100) }),
    output: z.object({
      chat: Chat.optional(),
      state: ChatState.optional(),
      /** The group that the caller has asked to join. */
      requested: chatId.optional(),
    }),
    errors: ['invite_invalid', 'blocked', 'banned', 'group_full'],
  }),
})
