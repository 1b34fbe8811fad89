import { z } from 'zod'
import { limits } from './limits'
import { ChatState, chatId, Draft, seq } from './rows'
import { domain, method } from './specs'

/**
 * Settings of users for a chat. The rows are under the user's rev, the same on all their devices, and
 * visible to no one else.
 */
export const chatStates = domain({
  pin: method({
    doc: 'Pins a chat to the top of the caller’s list, or unpins it. Pinned chats are ordered by `pinnedAt`, latest first. `before` names the pinned chat in front of which this one goes. Without `before` the chat goes first. At most `limits.pinnedChats`. An archived chat leaves the archive. Returns every state that changed.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, pinned: z.boolean(), before: chatId.optional() }),
    output: z.object({ states: z.array(ChatState) }),
    errors: ['not_found', 'too_many_pinned'],
  }),
  archive: method({
    doc: 'Moves a chat into the caller’s archive, or back. Archiving a pinned chat unpins it.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, archived: z.boolean() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  notify: method({
    doc: 'Silences a chat for some milliseconds from now, by the clock of the database, or permanently with `forever`. 0 ends the silence. Unread messages still count.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, silence: z.union([z.int().min(0).max(limits.silenceMaxMs), z.literal('forever')]) }),
    output: ChatState,
    errors: ['not_found'],
  }),
  markUnread: method({
    doc: 'Marks a chat as unread, or removes the mark, without moving the read cursor. The mark also goes when `chats.markRead` moves the cursor.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, unread: z.boolean() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  draft: method({
    doc: 'Stores the unsent text of the composer for all devices of the user. The last write wins. Without `draft`, or with an empty one, the draft is removed.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, draft: Draft.optional() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  clear: method({
    doc: 'Clears a chat for the caller up to a message. Messages up to `seq` count as read, and clients don’t show them any more. Everyone else keeps them. It can’t be undone.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: z.object({ chatId, seq }),
    output: ChatState,
    errors: ['not_found'],
  }),
})
