import { z } from 'zod'
import { chatStates } from './chat-states'
import { ChatDelta, Reads } from './deltas'
import { limits } from './limits'
import { Chat, ChatState, chatId, doing, rev, seq, userId } from './rows'
import { domain, method } from './specs'
import { writeErrors } from './write-errors'

const inChat = z.object({ chatId })
const done = z.object({})

export const chats = domain({
  ...chatStates,
  direct: method({
    doc: 'Returns the direct chat with a person, and creates it if there is none. With the caller’s own id this is “Saved messages”. Where `directChats` is `friends`, both must be friends.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId }),
    output: z.object({ chat: Chat, state: ChatState }),
    errors: ['not_found', 'blocked', 'not_friends', 'peer_closed'],
  }),
  markRead: method({
    doc: 'Moves the caller’s read cursor forward to `seq`. The cursor never moves back.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, seq }),
    output: ChatState,
    errors: ['not_found'],
  }),
  reads: method({
    doc: 'Returns how far the other members have read, unless they hide it. Covers direct chats, and groups up to `limits.readsMembers`. Reading doesn’t increment the chat’s rev, so clients call this after a reconnect for the chats that they show. Other chats, and those of which the caller is not a member, are left out.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatIds: z.array(chatId).min(1).max(limits.readsChats) }),
    output: z.object({ chats: z.array(z.object({ chatId, reads: Reads })) }),
    errors: [],
  }),
  typing: method({
    doc: 'Tells the others in the chat that the caller is typing, recording a voice message or uploading a file. Send it at most once per `limits.typingIntervalMs`, and immediately when `doing` changes. Without `doing` the caller is typing.',
    auth: 'user',
    rate: 'ephemeral',
    input: z.object({ chatId, doing: doing.optional() }),
    output: done,
    errors: writeErrors,
  }),
  online: method({
    doc: 'Returns how many people in a chat are online, and some of them. A person on two devices counts once.',
    auth: 'user',
    rate: 'read',
    input: inChat,
    output: z.object({ count: z.int().nonnegative(), sample: z.array(userId) }),
    errors: ['not_found', 'not_a_member'],
  }),
  watch: method({
    doc: 'Subscribes this connection to full deltas and `chat.online` of a channel or large group. Other connections only get `chat.head`.',
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
    doc: 'Returns everything in one chat that changed since a rev, with the view. Returns a snapshot (`from: 0`) when the changes are too many or `since` is 0.',
    auth: 'user',
    rate: 'read',
    input: z.object({ chatId, since: rev }),
    output: ChatDelta,
    errors: ['not_found'],
  }),
})
