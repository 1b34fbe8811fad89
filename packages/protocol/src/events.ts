import { z } from 'zod'
import { event } from './contract'
import { ChatDelta, UserDelta } from './deltas'
import { Presence } from './preferences'
import { chatId, doing, rev, seq, userId } from './rows'

/** Everything that the server sends on its own, as JSON-RPC notifications. */
export const events = {
  'chat.delta': event({ doc: 'Rows of a chat changed.', params: ChatDelta, ephemeral: false }),
  'user.delta': event({ doc: 'Rows that only this user sees changed.', params: UserDelta, ephemeral: false }),
  'chat.head': event({
    doc: 'Something changed in a channel or large group that this connection does not watch; at most once in `limits.headIntervalMs`.',
    params: z.object({ chatId, seq, rev }),
    ephemeral: true,
  }),
  'chat.typing': event({
    doc: 'Somebody is typing or, as `doing` says, recording or uploading. Forget it after `limits.typingShownMs` or when their message comes.',
    params: z.object({ chatId, userId, doing: doing.optional() }),
    ephemeral: true,
  }),
  'chat.read': event({
    doc: 'Somebody has read a direct chat, or a group of at most `limits.readsMembers`, up to this message. Only the highest one counts; `view.reads` and `chats.reads` say what was missed.',
    params: z.object({ chatId, userId, seq }),
    ephemeral: true,
  }),
  'chat.online': event({
    doc: 'The number of people online in a watched channel changed; at most once in `limits.onlineIntervalMs`.',
    params: z.object({ chatId, count: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'presence.changed': event({
    doc: 'Somebody whom this connection watches shows themselves otherwise than before.',
    params: Presence,
    ephemeral: true,
  }),
  'chat.requests': event({
    doc: 'The number of people who wait to be let into a group has changed. Only its owner and admins hear it.',
    params: z.object({ chatId, count: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'session.closing': event({
    doc: 'The server is about to close this connection (it is being restarted). Reconnect after `delayMs`.',
    params: z.object({ delayMs: z.int().nonnegative() }),
    ephemeral: true,
  }),
  'session.closed': event({
    doc: 'Why the server ends this connection, over TCP, which has no close codes: the last line before its end. Codes from 4500 on mean not to come back.',
    params: z.object({ code: z.int().min(4000).max(4999), reason: z.string() }),
    ephemeral: true,
  }),
} as const
