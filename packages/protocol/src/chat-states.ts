import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { ChatState, chatId, Draft, seq } from './rows'

/** What people set for themselves about a chat: rows under their own rev, the same on all their devices; nobody else hears of it. */
export const chatStates = domain({
  pin: method({
    doc: 'Puts a chat at the top of the own list, or takes it from there. Pinned chats stand by `pinnedAt`, the latest first; `before` names the pinned chat that this one shall stand in front of, without it the chat comes first. At most `limits.pinnedChats`. An archived chat leaves the archive. Answers every state that changed.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, pinned: z.boolean(), before: chatId.optional() }),
    output: z.object({ states: z.array(ChatState) }),
    errors: ['not_found', 'too_many_pinned'],
  }),
  archive: method({
    doc: 'Moves a chat into the own archive, or back. A pinned chat is pinned no more once it is archived.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, archived: z.boolean() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  notify: method({
    doc: 'Silences a chat for so many milliseconds from now by the clock of the database, or for good with `forever`; 0 ends the silence. What is unread still counts.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, silence: z.union([z.int().min(0).max(limits.silenceMaxMs), z.literal('forever')]) }),
    output: ChatState,
    errors: ['not_found'],
  }),
  markUnread: method({
    doc: 'Marks a chat as unread, or takes that mark away, without moving the read cursor. `chats.markRead` that moves the cursor takes it away too.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, unread: z.boolean() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  draft: method({
    doc: 'Keeps what stands unsent in the composer, for all devices of the user; the last one that is written wins. Without `draft`, or with an empty one, there is none any more.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, draft: Draft.optional() }),
    output: ChatState,
    errors: ['not_found'],
  }),
  clear: method({
    doc: 'Clears a chat on the own side up to a message: what stands up to `seq` is read, and clients show it no more. It stays with everybody else, and never comes back.',
    auth: 'user',
    rate: 'write',
    final: true,
    input: z.object({ chatId, seq }),
    output: ChatState,
    errors: ['not_found'],
  }),
})
