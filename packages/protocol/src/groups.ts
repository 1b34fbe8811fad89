import { z } from 'zod'
import { domain, method } from './contract'
import { Ban, GroupLink, JoinRequest } from './group-lists'
import { linkForMs, linkUses } from './invites'
import { limits } from './limits'
import {
  about,
  announcement,
  Chat,
  ChatState,
  chatId,
  displayName,
  joinPolicy,
  Member,
  mediaId,
  nickname,
  rev,
  User,
  userId,
} from './rows'

const inGroup = z.object({ chatId })
const person = z.object({ chatId, userId })
const done = z.object({})
const memberErrors = ['not_found', 'not_a_member', 'dissolved'] as const
/** Those before this name are left out. */
const after = userId.optional()

export const groups = domain({
  create: method({
    doc: 'Makes a group with the caller as its owner. Safe to repeat with the same id. Where `directChats` is `friends`, the others have to be friends of the caller.',
    auth: 'user',
    rate: 'write',
    input: z.object({ id: chatId, name: displayName, userIds: z.array(userId).max(limits.groupAddMax).default([]) }),
    output: z.object({ chat: Chat, members: z.array(Member) }),
    errors: ['conflict', 'not_found', 'blocked', 'not_friends', 'privacy', 'group_full'],
  }),
  update: method({
    doc: 'Changes what a group says of itself and how one comes in; what is not named stays, an empty `about` or `announcement` is taken away. For its owner and admins; `maxMembers` for the owner alone, at most `limits.groupMembersDefault` as `session.open` names it. `historyVisible` counts for those who come later.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      chatId,
      name: displayName.optional(),
      about: about.optional(),
      announcement: announcement.optional(),
      joinPolicy: joinPolicy.optional(),
      historyVisible: z.boolean().optional(),
      slowModeMs: z.int().min(0).max(limits.slowModeMaxMs).optional(),
      /** An own upload without a chat; null takes the avatar away. */
      avatar: mediaId.nullable().optional(),
      maxMembers: z.int().min(2).max(limits.groupMembersMax).optional(),
    }),
    output: Chat,
    errors: [...memberErrors, 'group_full'],
  }),
  invite: method({
    doc: 'Adds people to a group that the caller is a member of; where admins decide who comes in (`approval`), only they do. Who is in it already stays as they are. Where `directChats` is `friends`, newcomers have to be friends of the caller.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, userIds: z.array(userId).min(1).max(limits.groupAddMax) }),
    output: z.object({ members: z.array(Member) }),
    errors: [...memberErrors, 'group_full', 'banned', 'blocked', 'not_friends', 'privacy'],
  }),
  join: method({
    doc: 'Comes into a group by its id: at once where `joinPolicy` is `open`; with `approval` it leaves a request, which only the owner and admins see, and answers nothing but `requested`. By a link: `invites.open`.',
    auth: 'user',
    rate: 'lookup',
    input: inGroup,
    output: z.object({ requested: z.boolean(), chat: Chat.optional(), state: ChatState.optional() }),
    errors: ['not_found', 'not_open', 'banned', 'group_full', 'dissolved'],
  }),
  leave: method({
    doc: 'Leaves a group; what was said until then stays readable. The owner first hands it over, or dissolves it.',
    auth: 'user',
    rate: 'write',
    input: inGroup,
    output: Member,
    errors: ['not_found', 'not_a_member', 'transfer_first'],
  }),
  remove: method({
    doc: 'Takes somebody of a lower role out of a group. They keep what was said until then, and can be added again.',
    auth: 'user',
    rate: 'write',
    input: person,
    output: Member,
    errors: memberErrors,
  }),
  ban: method({
    doc: 'Keeps somebody out of a group for good, whether they are in it or not: neither an invitation nor a link brings them back. Answers their place if they had one. Only the owner and admins know of it.',
    auth: 'user',
    rate: 'write',
    input: person,
    output: z.object({ member: Member.optional() }),
    errors: memberErrors,
  }),
  unban: method({
    doc: 'Lets somebody who was banned come back, if they are added or find a way in. Not being banned is fine.',
    auth: 'user',
    rate: 'write',
    input: person,
    output: done,
    errors: memberErrors,
  }),
  bans: method({
    doc: 'Who is banned from a group, by user id, a page at a time; for its owner and admins.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, after }),
    output: z.object({ bans: z.array(Ban), users: z.array(User), more: z.boolean() }),
    errors: ['not_found', 'not_a_member'],
  }),
  setRole: method({
    doc: 'Makes a member an admin, or an admin a member. For the owner; there are at most `limits.groupAdminsMax` admins.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ role: z.enum(['admin', 'member']) }),
    output: Member,
    errors: [...memberErrors, 'admins_full'],
  }),
  setNickname: method({
    doc: 'What somebody is called in this group; null, or leaving it out, takes it away. One’s own, and for the owner and admins that of those below them.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ nickname: nickname.nullish() }),
    output: Member,
    errors: memberErrors,
  }),
  mute: method({
    doc: 'Keeps somebody of a lower role from writing for some milliseconds from now on; 0 ends it. Leaving and coming back does not.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ forMs: z.int().min(0).max(limits.muteMaxMs) }),
    output: Member,
    errors: memberErrors,
  }),
  muteAll: method({
    doc: 'Lets only the owner and admins write, or everybody again. For the owner and admins.',
    auth: 'user',
    rate: 'write',
    input: inGroup.extend({ muted: z.boolean() }),
    output: Chat,
    errors: memberErrors,
  }),
  transfer: method({
    doc: 'Makes another member the owner; the caller becomes an admin, or a member where there are `limits.groupAdminsMax` admins already.',
    auth: 'user',
    rate: 'write',
    input: person,
    output: z.object({ chat: Chat, members: z.array(Member) }),
    errors: memberErrors,
  }),
  dissolve: method({
    doc: 'Ends a group: nobody writes or comes in any more, everybody keeps what was said. For the owner; there is no way back.',
    auth: 'user',
    rate: 'write',
    input: inGroup,
    output: Chat,
    errors: ['not_found', 'not_a_member'],
  }),
  members: method({
    doc: 'The members of a group by user id, a page at a time. Pass the last id of a page as `after` for the next one. `query` keeps those whose user name, name or nickname begins with it.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      after,
      query: z.string().trim().max(limits.nameMaxChars).optional(),
      limit: z.int().min(1).max(limits.membersPage).default(limits.membersPage),
    }),
    output: z.object({
      members: z.array(Member),
      users: z.array(User),
      rev,
      more: z.boolean(),
      /** How many members there are, whatever `query` keeps. */
      total: z.int().nonnegative(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
  createLink: method({
    doc: 'A link that brings people into a group, also new ones, whatever registration is set to. With `approval` it brings a request. It works while its maker is the owner or an admin. For them alone.',
    auth: 'user',
    rate: 'write',
    input: inGroup.extend({
      forMs: linkForMs.default(limits.inviteDays * 24 * 3_600_000),
      uses: linkUses.default(limits.inviteUses),
    }),
    output: GroupLink,
    errors: [...memberErrors, 'too_many'],
  }),
  revokeLink: method({
    doc: 'Ends a link into a group, whoever made it. For its owner and admins.',
    auth: 'user',
    rate: 'write',
    input: inGroup.extend({ code: z.string().max(100) }),
    output: done,
    errors: ['not_found', 'not_a_member'],
  }),
  links: method({
    doc: 'The links into a group that work, newest first; for its owner and admins.',
    auth: 'user',
    rate: 'read',
    input: inGroup,
    output: z.object({ links: z.array(GroupLink), users: z.array(User) }),
    errors: ['not_found', 'not_a_member'],
  }),
  requests: method({
    doc: 'Who waits to be let into a group, by user id, a page at a time, and how many do. For its owner and admins, who hear `chat.requests` when it changes.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, after }),
    output: z.object({
      requests: z.array(JoinRequest),
      users: z.array(User),
      count: z.int().nonnegative(),
      more: z.boolean(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
  answerRequest: method({
    doc: 'Lets somebody in who asked, or declines. For the owner and admins; a request that another admin answered is `not_found`.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ accept: z.boolean() }),
    output: z.object({ member: Member.optional() }),
    errors: [...memberErrors, 'group_full', 'banned'],
  }),
})
