import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { Chat, chatId, displayName, Member, rev, User, userId } from './rows'

export const groups = domain({
  create: method({
    doc: 'Makes a group with the caller as its owner. Safe to repeat with the same id. Where `directChats` is `friends`, the others have to be friends of the caller.',
    auth: 'user',
    rate: 'write',
    input: z.object({ id: chatId, name: displayName, userIds: z.array(userId).max(limits.groupAddMax).default([]) }),
    output: z.object({ chat: Chat, members: z.array(Member) }),
    errors: ['conflict', 'not_found', 'blocked', 'not_friends', 'privacy'],
  }),
  invite: method({
    doc: 'Adds people to a group that the caller is a member of. Who is in it already stays as they are. Where `directChats` is `friends`, newcomers have to be friends of the caller.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, userIds: z.array(userId).min(1).max(limits.groupAddMax) }),
    output: z.object({ members: z.array(Member) }),
    errors: ['not_found', 'not_a_member', 'group_full', 'blocked', 'not_friends', 'privacy'],
  }),
  leave: method({
    doc: 'Leaves a group; what was said until then stays readable. When the owner leaves, the member who came first becomes the owner.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId }),
    output: Member,
    errors: ['not_found', 'not_a_member'],
  }),
  members: method({
    doc: 'The members of a group by user id, a page at a time. Pass the last id of a page as `after` for the next one.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      after: userId.optional(),
      limit: z.int().min(1).max(limits.membersPage).default(limits.membersPage),
    }),
    output: z.object({ members: z.array(Member), users: z.array(User), rev, more: z.boolean() }),
    errors: ['not_found', 'not_a_member'],
  }),
})
