import { z } from 'zod'
import { LocationBody } from './card-rows'
import { limits } from './limits'
import { Chat, chatId, displayName, Message, messageId, replyTo, TextBody, userId } from './rows'
import { externalId } from './service-rows'
import { domain, method } from './specs'
import { longText } from './texts'
import { writeErrors } from './write-errors'

const people = z.array(externalId).max(limits.servicePeople)

/** The methods of `service` about chats. */
export const serviceChats = domain({
  createGroup: method({
    doc: 'Creates a group, whatever the friendships of its members are. The same id again returns the group. Services change and write into only those groups that services created. `peer_closed`: the account of a member is closed.',
    auth: 'service',
    scope: 'groups',
    rate: 'service',
    input: z.object({
      /** A new id. */
      id: chatId,
      name: displayName,
      /** The external id of the owner. */
      owner: externalId,
      /** The external ids of further members. */
      members: people.default([]),
    }),
    output: Chat,
    errors: ['not_found', 'conflict', 'group_full', 'peer_closed', 'word_refused'],
  }),
  addMembers: method({
    doc: 'Adds users to a group that a service created. Members stay unchanged. A banned user, or too many users, fails the whole call.',
    auth: 'service',
    scope: 'groups',
    rate: 'service',
    input: z.object({ chatId, externalIds: people.min(1) }),
    output: z.object({
      /** The users who joined with this call. */
      userIds: z.array(userId),
    }),
    errors: ['not_found', 'dissolved', 'banned', 'group_full', 'peer_closed'],
  }),
  removeMembers: method({
    doc: 'Removes users from a group that a service created. Users who are not in it stay out. The owner is refused as `forbidden`.',
    auth: 'service',
    scope: 'groups',
    rate: 'service',
    input: z.object({ chatId, externalIds: people.min(1) }),
    output: z.object({
      /** The users who left with this call. */
      userIds: z.array(userId),
    }),
    errors: ['not_found', 'dissolved'],
  }),
  openDirect: method({
    doc: 'Returns the direct chat of two users, and creates it if there is none. It needs no friendship. `blocked`: one of them blocks the other. Where `PARLEY_DIRECT_CHATS` is `friends`, the two can’t answer there before they are friends.',
    auth: 'service',
    scope: 'groups',
    rate: 'service',
    input: z.object({
      /** The external ids of the two. */
      externalIds: z.array(externalId).length(2),
    }),
    output: Chat,
    errors: ['not_found', 'blocked', 'peer_closed'],
  }),
  sendMessage: method({
    doc: 'Sends a message in the name of a user, who must be in the chat. It needs no friendship, but blocks, mutes, refused words and slow mode hold. Administrators are refused as `forbidden`. The same id again returns the stored message. The row says in `via` which service sent it.',
    auth: 'service',
    scope: 'messages',
    rate: 'service',
    input: z.object({
      /** The external id of the sender. */
      as: externalId,
      /** A new id. */
      id: messageId,
      chatId,
      body: z.discriminatedUnion('type', [TextBody, LocationBody]),
      replyTo: replyTo.optional(),
      /** The mentioned people, who are in the chat. */
      mentions: z.array(userId).min(1).max(limits.mentionsMax).optional(),
    }),
    output: Message,
    errors: [...writeErrors, 'flood_muted', 'word_refused', 'conflict', 'slow_mode'],
  }),
  sendSystem: method({
    doc: 'Writes a notice into a group that a service created, or into the direct chat of two users with external ids. Clients show it as a line of the chat. It doesn’t count as unread. The same id again returns the stored message.',
    auth: 'service',
    scope: 'messages',
    rate: 'service',
    input: z.object({
      /** A new id. */
      id: messageId,
      chatId,
      /** The words of the notice. */
      text: longText(limits.noticeMaxChars),
    }),
    output: Message,
    errors: ['not_found', 'conflict', 'dissolved', 'peer_closed'],
  }),
})
