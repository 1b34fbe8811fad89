import { z } from 'zod'
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
  Rights,
  rev,
  User,
  userId,
} from './rows'
import { domain, method } from './specs'
import { query } from './texts'

const inGroup = z.object({ chatId })
const person = z.object({ chatId, userId })
const done = z.object({})
const memberErrors = ['not_found', 'not_a_member', 'dissolved'] as const
/** Return people after this one. */
const after = userId.optional()

export const groups = domain({
  create: method({
    doc: 'Creates a group with the caller as its owner. Safe to repeat with the same id. Where `directChats` is `friends`, the other members must be friends of the caller.',
    auth: 'user',
    rate: 'groups',
    input: z.object({ id: chatId, name: displayName, userIds: z.array(userId).max(limits.groupAddMax).default([]) }),
    output: z.object({ chat: Chat, members: z.array(Member) }),
    errors: ['conflict', 'not_found', 'blocked', 'not_friends', 'privacy', 'peer_closed', 'group_full', 'word_refused'],
  }),
  update: method({
    doc: 'Changes the profile of a group and how people join it. Fields that are left out stay unchanged. An empty `about` or `announcement` removes it. For the owner and admins. Where `rights.edit` is `members`, every member can change name, about, announcement and avatar. Only the owner can change `maxMembers`, up to `limits.groupMembersDefault` from `session.open`. `historyVisible` applies to people who join later.',
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
      /** An upload of the caller without a chat. Null removes the avatar. */
      avatar: mediaId.nullable().optional(),
      rights: Rights.partial().optional(),
      leavesSilently: z.boolean().optional(),
      maxMembers: z.int().min(2).max(limits.groupMembersMax).optional(),
    }),
    output: Chat,
    errors: [...memberErrors, 'group_full', 'word_refused', 'media_checking', 'media_refused', 'media_unchecked'],
  }),
  invite: method({
    doc: 'Adds people to a group of the caller. Only the owner and admins can do this where `rights.invite` is `admins`, or where admins approve new members (`approval`). People who are already members stay unchanged. Where `directChats` is `friends`, new members must be friends of the caller.',
    auth: 'user',
    rate: 'groups',
    input: z.object({ chatId, userIds: z.array(userId).min(1).max(limits.groupAddMax) }),
    output: z.object({ members: z.array(Member) }),
    errors: [...memberErrors, 'group_full', 'banned', 'blocked', 'not_friends', 'privacy', 'peer_closed'],
  }),
  join: method({
    doc: 'Joins a group by its id. Where `joinPolicy` is `open`, the caller joins at once. With `approval` the call leaves a request, which only the owner and admins see, and returns only `requested`. To join by link, call `invites.open`.',
    auth: 'user',
    rate: 'lookup',
    input: inGroup,
    output: z.object({
      /** Whether the caller waits for an admin to approve. */
      requested: z.boolean(),
      chat: Chat.optional(),
      state: ChatState.optional(),
    }),
    errors: ['not_found', 'not_open', 'banned', 'group_full', 'dissolved'],
  }),
  entry: method({
    doc: 'Returns how people join a group or channel by its id, as `groups.join` or `channels.join` would do. A group that can’t be joined by its id is `not_found` for non-members.',
    auth: 'user',
    rate: 'lookup',
    input: inGroup,
    output: z.object({
      kind: z.enum(['group', 'channel']),
      /** Always `open` for channels. */
      joinPolicy,
    }),
    errors: ['not_found', 'not_open', 'banned', 'dissolved'],
  }),
  leave: method({
    doc: 'Leaves a group. Earlier messages stay readable. A system message announces it, unless the group `leavesSilently`. The owner must first transfer ownership or dissolve the group.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: inGroup,
    output: Member,
    errors: ['not_found', 'not_a_member', 'transfer_first'],
  }),
  remove: method({
    doc: 'Removes a member of a lower role from a group. They can still read earlier messages and can be added again.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: person,
    output: Member,
    errors: memberErrors,
  }),
  ban: method({
    doc: 'Bans a user from a group, whether they are a member or not. Invitations and links won’t readmit them. Returns their member row if they had one. The owner and admins see bans, and the banned person learns of it from `groups.entry`.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: person,
    output: z.object({ member: Member.optional() }),
    errors: memberErrors,
  }),
  unban: method({
    doc: 'Ends the ban of a user, who can then be added or join again. Has no effect on users who are not banned.',
    auth: 'user',
    rate: 'write',
    input: person,
    output: done,
    errors: memberErrors,
  }),
  bans: method({
    doc: 'Returns the users banned from a group, a page at a time, in the order in which they signed up. For the owner and admins.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, after }),
    output: z.object({ bans: z.array(Ban), users: z.array(User), more: z.boolean() }),
    errors: ['not_found', 'not_a_member'],
  }),
  setRole: method({
    doc: 'Makes a member an admin, or an admin a member. For the owner. A group has at most `limits.groupAdminsMax` admins.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ role: z.enum(['admin', 'member']) }),
    output: Member,
    errors: [...memberErrors, 'admins_full'],
  }),
  setNickname: method({
    doc: 'Sets the nickname of a member in this group. Null, or leaving it out, removes the nickname. Members can set their own nickname. The owner and admins can also set those of members with a lower role.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ nickname: nickname.nullish() }),
    output: Member,
    errors: [...memberErrors, 'word_refused'],
  }),
  mute: method({
    doc: 'Mutes a member of a lower role for some milliseconds from now on. 0 ends the mute. Leaving and rejoining doesn’t.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ forMs: z.int().min(0).max(limits.muteMaxMs) }),
    output: Member,
    errors: memberErrors,
  }),
  muteAll: method({
    doc: 'Limits writing to the owner and admins, or lets everyone write again. For the owner and admins.',
    auth: 'user',
    rate: 'write',
    input: inGroup.extend({ muted: z.boolean() }),
    output: Chat,
    errors: memberErrors,
  }),
  transfer: method({
    doc: 'Makes another member the owner. The caller becomes an admin, or a member where the group already has `limits.groupAdminsMax` admins.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: person,
    output: z.object({ chat: Chat, members: z.array(Member) }),
    errors: memberErrors,
  }),
  dissolve: method({
    doc: 'Dissolves a group. Writing and joining end, and members can still read earlier messages. For the owner. It can’t be undone.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: inGroup,
    output: Chat,
    errors: ['not_found', 'not_a_member'],
  }),
  members: method({
    doc: 'Returns the members of a group, a page at a time, in the order in which they signed up. Pass the last id of a page as `after` for the next one. `query` keeps members whose username, name or nickname, or the pinyin of these, begins with it. Its pages can be shorter than `limit` while there are `more`, because the server searches a large group in parts.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      after,
      query: query(limits.nameMaxChars).optional(),
      limit: z.int().min(1).max(limits.membersPage).default(limits.membersPage),
    }),
    output: z.object({
      members: z.array(Member),
      users: z.array(User),
      rev,
      more: z.boolean(),
      /** The number of members, regardless of `query`. */
      total: z.int().nonnegative(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
  createLink: method({
    doc: 'Creates an invite link for a group. People without an account can use it, too, regardless of the registration mode. With `approval` the link leads to a join request. It works while its creator is the owner or an admin. For the owner and admins.',
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
    doc: 'Revokes an invite link of a group, including those of other admins. For the owner and admins.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: inGroup.extend({ code: z.string().max(100) }),
    output: done,
    errors: ['not_found', 'not_a_member'],
  }),
  links: method({
    doc: 'Returns the working invite links of a group, newest first. For the owner and admins.',
    auth: 'user',
    rate: 'read',
    input: inGroup,
    output: z.object({ links: z.array(GroupLink), users: z.array(User) }),
    errors: ['not_found', 'not_a_member'],
  }),
  requests: method({
    doc: 'Returns the pending join requests of a group and their number, a page at a time, in the order in which the users signed up. For the owner and admins, who get `chat.requests` when the number changes.',
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
    doc: 'Approves or declines a join request. For the owner and admins. A request that another admin has answered is `not_found`.',
    auth: 'user',
    rate: 'write',
    input: person.extend({ accept: z.boolean() }),
    output: z.object({ member: Member.optional() }),
    errors: [...memberErrors, 'group_full', 'banned', 'peer_closed'],
  }),
})
