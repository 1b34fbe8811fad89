import { z } from 'zod'
import { limits } from './limits'
import { MyReaction, Reactions } from './reaction-rows'
import { reactions } from './reactions'
import {
  Chat,
  chatId,
  contentKind,
  Hidden,
  Message,
  MessageBody,
  mentions,
  messageId,
  Played,
  replyTo,
  rev,
  seq,
  TextBody,
  timeMs,
  User,
  userId,
} from './rows'
import { domain, method } from './specs'
import { sendErrors, writeErrors } from './write-errors'

export const messages = domain({
  ...reactions,
  send: method({
    doc: 'Sends a message to a chat. Safe to repeat with the same id: the stored message is returned again. A picture must be the caller’s upload for this chat and unused in other messages. A contact must be a person whom the caller finds by searching, or shares a direct chat or group with. Other people are refused with `not_found`. Mentions go in `mentions`, never in direct chats. For mentions that are not allowed, `not_found` or `forbidden` names the parameter in `field`. `muted`, `flood_muted` and `slow_mode` return the time to wait. New accounts send links and contacts to friends only, and mention no one in channels.',
    auth: 'user',
    rate: 'write',
    input: z.object({ id: messageId, chatId, body: MessageBody, replyTo: replyTo.optional(), ...mentions }),
    output: Message,
    errors: [
      ...[...writeErrors, ...sendErrors],
      ...(['slow_mode', 'conflict', 'media_checking', 'media_refused', 'media_unchecked'] as const),
    ],
  }),
  forward: method({
    doc: 'Forwards a message that the caller can read to a chat. Both messages share the uploads. Mentions are not carried over. Safe to repeat with the same id: the stored message is returned, even if the source was retracted in the meantime. The same id with another source fails with `conflict`. `not_found` with the field `from`: the message does not exist, the caller deleted it for themselves, or they may not share the contact in it. `forbidden` with the field `from`: the source is a system message.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      id: messageId,
      chatId,
      /** The message to forward. */
      from: z.object({ chatId, id: messageId }),
      /** True shows readers the name of the first author. */
      withName: z.boolean(),
    }),
    output: Message,
    errors: [...writeErrors, ...sendErrors, 'slow_mode', 'conflict', 'retracted'],
  }),
  edit: method({
    doc: 'Changes the text of an own text message of any age, unless it was forwarded. The message keeps its seq and gets `editedAt`. The new mentions replace the old ones. Sending the same text and mentions changes nothing.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, body: TextBody, ...mentions }),
    output: Message,
    errors: [...writeErrors, ...sendErrors, 'retracted'],
  }),
  retract: method({
    doc: 'Retracts a message. The server deletes its text; its seq stays, with `retractedAt` and a body of type `retracted`. The sender can do so within `limits.retractWindowMs` from `session.open`. The owner and admins of a group, and administrators in channels, can do so at any time. A message that was already retracted is returned unchanged.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ chatId, id: messageId }),
    output: Message,
    errors: ['not_found', 'not_a_member', 'dissolved', 'too_late'],
  }),
  pin: method({
    doc: 'Pins a message for everyone in its chat, or unpins it. In direct chats both people can do so. In groups the owner and admins can, and where `rights.pin` is `members`, everyone who can write. In channels administrators can. At most `limits.pinnedMessages`. Retracting a message unpins it. Returns the chat. Repeating the call changes nothing.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, pinned: z.boolean() }),
    output: Chat,
    errors: [...writeErrors, 'retracted', 'too_many_pinned'],
  }),
  hide: method({
    doc: 'Hides messages for the caller only, on all their devices. Hidden messages no longer count as unread and are never the last one of `view`. The rows of a chat are the same for everyone and have no gaps in their seqs, so history and deltas still contain hidden messages. Clients leave them out. Repeating the call changes nothing. `too_many_hidden`: an account can hide `limits.hiddenPerAccount` messages. `chats.clear` has no such limit.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: z.object({ chatId, ids: z.array(messageId).min(1).max(limits.hideMax) }),
    output: z.object({ hidden: z.array(Hidden) }),
    errors: ['not_found', 'too_many_hidden'],
  }),
  markPlayed: method({
    doc: 'Marks voice messages of others as played by the caller, on all their devices. The sender is not told. Own voice messages count as played and get no row. Marking a message again changes nothing.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, ids: z.array(messageId).min(1).max(limits.markPlayedMax) }),
    output: z.object({ played: z.array(Played) }),
    errors: ['not_found'],
  }),
  list: method({
    doc: 'Returns a page of history, oldest first: the newest messages, or those before, after or around a seq or a time. Give at most one of the four. Around a time means around the first message at or after it. If there is none, the page is around the newest message.',
    auth: 'user',
    rate: 'read',
    input: z
      .object({
        chatId,
        /** Return messages below this seq. */
        before: seq.optional(),
        /** Return messages above this seq. */
        after: seq.optional(),
        around: seq.optional(),
        /** Return messages on both sides of the first one at or after this time. */
        at: timeMs.optional(),
        limit: z.int().min(1).max(limits.historyPage).default(limits.historyPageDefault),
      })
      .refine((page) => [page.before, page.after, page.around, page.at].filter((at) => at !== undefined).length <= 1, {
        error: 'give at most one of before, after, around and at',
      }),
    output: z.object({
      messages: z.array(Message),
      /** The reactions to these messages. */
      reactions: z.array(Reactions),
      /** The caller's own reactions among them. */
      mine: z.array(MyReaction),
      /** Voice messages among them that the caller has played. */
      played: z.array(Played),
      users: z.array(User),
      /** The chat's rev at which this page was read. */
      rev,
      /** Whether more messages follow in the requested direction. */
      more: z.boolean(),
    }),
    errors: ['not_found'],
  }),
  media: method({
    doc: 'Returns the contents of a chat, one kind at a time, newest first. The kinds are pictures and videos (`media`), files (`files`), voice messages (`voice`), and texts or captions with a web address (`links`). Returns the same messages to the caller as history: clients leave out hidden and cleared ones. Pass the lowest seq of a page as `before` for the next one.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      kind: contentKind,
      /** Return messages below this seq. */
      before: seq.optional(),
      limit: z.int().min(1).max(limits.historyPage).default(limits.historyPageDefault),
    }),
    output: z.object({
      /** Newest first. */
      messages: z.array(Message),
      /** Voice messages among them that the caller has played. */
      played: z.array(Played),
      users: z.array(User),
      /** The chat's rev at which this page was read. */
      rev,
      /** Whether older messages follow. */
      more: z.boolean(),
    }),
    errors: ['not_found'],
  }),
  receipts: method({
    doc: 'Returns the number of people that have read an own message, unless they hide it. In direct chats and groups up to `limits.readsMembers`, also returns their ids.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, id: messageId }),
    output: z.object({
      count: z.int().nonnegative(),
      /** Present members only. Absent in larger chats. */
      userIds: z.array(userId).optional(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
})
