import { z } from 'zod'
import { ChatDelta, UserDelta } from './deltas'
import { Presence } from './preferences'
import { chatId, doing, rev, seq, userId } from './rows'
import { event } from './specs'

/** Everything that the server sends on its own, as JSON-RPC notifications. */
export const events = {
  'chat.delta': event({ doc: 'Rows of a chat changed.', params: ChatDelta, ephemeral: false }),
  'user.delta': event({ doc: 'Rows that only this user sees changed.', params: UserDelta, ephemeral: false }),
  'chat.head': event({
    doc: 'Something changed in a channel or large group that this connection doesn’t watch. Sent at most once per `limits.headIntervalMs`.',
    params: z.object({ chatId, seq, rev }),
    ephemeral: true,
  }),
  'chat.typing': event({
    doc: 'A person is typing or, as `doing` says, recording or uploading. Clients drop it after `limits.typingShownMs`, or when the person’s message arrives.',
    params: z.object({ chatId, userId, doing: doing.optional() }),
    ephemeral: true,
  }),
  'chat.read': event({
    doc: 'A person has read a direct chat, or a group of at most `limits.readsMembers`, up to this message. Only the highest seq counts. `view.reads` and `chats.reads` return what a client missed.',
    params: z.object({ chatId, userId, seq }),
    ephemeral: true,
  }),
  'chat.online': event({
    doc: 'The number of people online in a watched channel changed. Sent at most once per `limits.onlineIntervalMs`.',
    params: z.object({ chatId, count: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'presence.changed': event({
    doc: 'The presence of a person whom this connection watches changed.',
    params: Presence,
    ephemeral: true,
  }),
  'chat.requests': event({
    doc: 'The number of pending join requests of a group changed. Sent to its owner and admins only.',
    params: z.object({ chatId, count: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'admin.requests': event({
    doc: 'The number of requests for an account that wait for approval changed. Sent to administrators only.',
    params: z.object({ count: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'reports.changed': event({
    doc: 'Open reports that this user can decide on came or ended. `reports.count` returns their number. With `chatId`, reports in a group, sent to its owner and admins. Without it, sent to administrators. Reports about the user send nothing.',
    params: z.object({ chatId: chatId.optional() }),
    ephemeral: true,
  }),
  'session.closing': event({
    doc: 'The server is about to close this connection, because it restarts. Reconnect after `delayMs`.',
    params: z.object({ delayMs: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'session.closed': event({
    doc: 'The reason why the server ends this connection. Sent over TCP, which has no close codes, as the last line. Don’t reconnect after a code from 4500 on.',
    params: z.object({ code: z.int().min(4000).max(4999), reason: z.string() }),
    ephemeral: true,
  }),
} as const
