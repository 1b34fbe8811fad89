import { z } from 'zod'
import { chatStates } from './chat-states'
import { domain, method } from './contract'
import { ChatDelta, Reads } from './deltas'
import { limits } from './limits'
import { Chat, ChatState, chatId, doing, rev, seq, userId } from './rows'
import { writeErrors } from './write-errors'

const inChat = z.object({ chatId })
const done = z.object({})

export const chats = domain({
  ...chatStates,
  direct: method({
    doc: 'The direct chat with a person, made if there is none; with oneself: saved messages. Where `directChats` is `friends`, both have to be friends of each other.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId }),
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['not_found', 'blocked', 'not_friends'],
  }),
  markRead: method({
    doc: 'Moves the own read cursor forward to `seq`; it never goes back.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, seq }),
    output: ChatState,
    errors: ['not_found'],
  }),
  reads: method({
    doc: 'How far the other members of direct chats and of groups up to `limits.readsMembers` have read, as far as they show it. Reading raises no rev of a chat, so a client asks this for what it shows after a reconnect. Chats of another kind or size, and those that the caller is no member of, are left out.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatIds: z.array(chatId).min(1).max(limits.readsChats) }),
    output: z.object({ chats: z.array(z.object({ chatId, reads: Reads })) }),
    errors: [],
  }),
  typing: method({
    doc: 'Tells the others in the chat that the caller is typing, recording a voice message or uploading a file. Send it at most once per `limits.typingIntervalMs`, and at once when `doing` changes. Without `doing` the caller is typing.',
    auth: 'user',
    rate: 'ephemeral',
    input: z.object({ chatId, doing: doing.optional() }),
    output: done,
    errors: writeErrors,
  }),
  online: method({
    doc: 'How many people of a chat are online, and some of them. A person on two devices counts once.',
    auth: 'user',
    rate: 'read',
    input: inChat,
    output: z.object({ count: z.int().nonnegative(), sample: z.array(userId) }),
    errors: ['not_found', 'not_a_member'],
  }),
  watch: method({
    doc: 'Asks for full deltas and `chat.online` of a channel or large group on this connection. Others get `chat.head` only.',
    auth: 'user',
    rate: 'read',
    connectionOnly: true,
    input: inChat,
    output: z.object({ rev }),
    errors: ['not_found', 'not_a_member'],
  }),
  unwatch: method({
    doc: 'Ends `chats.watch` on this connection.',
    auth: 'user',
    rate: 'read',
    connectionOnly: true,
    input: inChat,
    output: done,
    errors: [],
  }),
  changes: method({
    doc: 'Everything in one chat that changed since a rev, with the view; a snapshot (`from: 0`) when that is too much or `since` is 0.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, since: rev }),
    output: ChatDelta,
    errors: ['not_found'],
  }),
})
