import { z } from 'zod'
import { domain, method } from './contract'
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
import { writeErrors } from './write-errors'

export const messages = domain({
  ...reactions,
  send: method({
    doc: 'Adds a message to a chat. Safe to repeat with the same id: the stored message is answered again. A picture is an own upload for this chat, which no other message shows. A shared contact is somebody whom the caller finds by searching or shares a direct chat or group with; anybody else is refused with `not_found`. Whom it names stands beside the body, never in direct chats: `not_found` or `forbidden` says in `field` what of it is not allowed. `muted` and `slow_mode` say after how long it can be sent.',
    auth: 'user',
    rate: 'write',
    input: z.object({ id: messageId, chatId, body: MessageBody, replyTo: replyTo.optional(), ...mentions }),
    output: Message,
    errors: [...writeErrors, 'slow_mode', 'conflict', 'media_checking', 'media_refused', 'media_unchecked'],
  }),
  forward: method({
    doc: 'Sends the body of a message that the caller can read to a chat. Both messages share the uploads. Mentions are not carried over. Safe to repeat with the same id: the stored message is returned, even if the source was retracted in the meantime. The same id with another source fails with `conflict`. `not_found` with the field `from`: the message does not exist, the caller deleted it for themselves, or they may not share the contact in it. `forbidden` with the field `from`: the source is a system message.',
    auth: 'user',
    rate: 'write',
    input: z.object({
      id: messageId,
      chatId,
      /** The message to forward. */
      from: z.object({ chatId, id: messageId }),
      /** True names the first author to the readers. */
      withName: z.boolean(),
    }),
    output: Message,
    errors: [...writeErrors, 'slow_mode', 'conflict', 'retracted'],
  }),
  edit: method({
    doc: 'Changes the text of an own message of text, whenever it was sent, unless it was forwarded; it keeps its seq and gets `editedAt`. Whom it names now takes the place of whom it named before. With the text and the mentions that it has, nothing changes.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, body: TextBody, ...mentions }),
    output: Message,
    errors: [...writeErrors, 'retracted'],
  }),
  retract: method({
    doc: 'Takes a message back: its text is gone from the server, its place stays, with `retractedAt` and a body of type `retracted`. Allowed to its sender within `limits.retractWindowMs` as `session.open` names it, to the owner and the admins of a group and in channels to an administrator at any time. A message that was taken back already is answered as it is.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ chatId, id: messageId }),
    output: Message,
    errors: ['not_found', 'not_a_member', 'dissolved', 'too_late'],
  }),
  pin: method({
    doc: 'Pins a message in its chat for everybody, or takes it from the pinned ones: both people in a direct chat, the owner and the admins of a group and, where its `rights.pin` is `members`, whoever may write there, in channels an administrator. At most `limits.pinnedMessages`. What is taken back is pinned no more. Answers the chat; doing it again changes nothing.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, pinned: z.boolean() }),
    output: Chat,
    errors: [...writeErrors, 'retracted', 'too_many_pinned'],
  }),
  hide: method({
    doc: 'Hides messages for the caller alone, on all their devices: they count as unread no more and are never the last one of `view`. Rows of a chat look the same to everybody and their seqs have no gaps, so history and deltas still hold them; clients leave out what is hidden. Hiding again changes nothing. `too_many_hidden`: an account can hide `limits.hiddenPerAccount` messages; `chats.clear` has no such limit.',
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
    doc: 'A page of history, oldest first: the newest ones, or those before, after or around a seq or a time. Give at most one of the four. Around a time is around the first message of that time or later; when there is none, around the newest.',
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
      /** The chat's rev that this page was read at. */
      rev,
      /** Whether there is more in the direction that was asked for. */
      more: z.boolean(),
    }),
    errors: ['not_found'],
  }),
  media: method({
    doc: 'What a chat holds, one kind at a time, newest first: messages with pictures and videos (`media`), files (`files`), voice messages (`voice`), and texts or captions with a web address (`links`). Returns what history returns to the caller: clients leave out what is hidden or cleared. Pass the lowest seq of a page as `before` for the next one.',
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
      /** The chat's rev that this page was read at. */
      rev,
      /** Whether older ones follow. */
      more: z.boolean(),
    }),
    errors: ['not_found'],
  }),
  receipts: method({
    doc: 'Who has read an own message, as far as they show it: how many people, and in direct chats and groups up to `limits.readsMembers` which ones.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, id: messageId }),
    output: z.object({
      count: z.int().nonnegative(),
      /** Present members alone; absent in chats that are too large for it. */
      userIds: z.array(userId).optional(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
})
