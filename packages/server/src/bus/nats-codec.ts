import { chatId, rev, seq, sessionId, userId } from '@parley/protocol/rows'
import { z } from 'zod'
import { nudge, userNudge } from '../lib/notification'
import type { BusMessage } from './bus'

/** The data for a node, beside the frame for clients. Members of newer versions are ignored. */
const Head = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('chat'),
    chatId,
    from: rev,
    rev,
    seq,
    large: z.boolean(),
    joined: z.array(userId).exactOptional(),
    left: z.array(userId).exactOptional(),
    access: z.literal(true).exactOptional(),
    again: z.literal(true).exactOptional(),
    gathers: z.literal(true).exactOptional(),
  }),
  z.object({
    kind: z.literal('user'),
    userId,
    rev,
    joins: z.array(chatId).exactOptional(),
    presence: z.literal(true).exactOptional(),
  }),
  z.object({
    kind: z.literal('ended'),
    userId,
    sessionIds: z.array(sessionId).exactOptional(),
    reason: z.enum(['sessionEnded', 'accountDisabled']),
  }),
  z.object({ kind: z.literal('ephemeral'), topic: z.string(), sampled: z.literal(true).exactOptional() }),
  z.object({ kind: z.literal('presence') }),
  z.object({
    kind: z.literal('flood'),
    userId,
    count: z.int().nonnegative(),
    refused: z.int().nonnegative().default(0),
  }),
  z.object({ kind: z.literal('connections'), userId, node: z.string(), count: z.int().nonnegative() }),
])

const LINE_END = 10
const decoder = new TextDecoder()

/** One line of JSON, then what clients get, as it is. */
export const encode = (message: BusMessage): Buffer => {
  const { head, body } = apart(message)
  return Buffer.from(`${JSON.stringify(head)}\n${body}`)
}

/** @throws on anything that `encode` did not make */
export const decode = (payload: Uint8Array): BusMessage => {
  const end = payload.indexOf(LINE_END)
  const head = Head.parse(JSON.parse(decoder.decode(payload.subarray(0, Math.max(0, end)))))
  if (head.kind === 'ended' || head.kind === 'connections' || head.kind === 'flood') return head
  const body = decoder.decode(payload.subarray(end + 1))
  return head.kind === 'presence' ? { ...head, text: body } : { ...head, frame: body }
}

/**
 * A message that replaces one that is too large: clients then fetch its contents. Undefined for messages that can be
 * lost.
 */
export const withoutContents = (message: BusMessage): BusMessage | undefined => {
  if (message.kind === 'chat') return { ...message, frame: nudge(message.chatId, message.rev) }
  return message.kind === 'user' ? { ...message, frame: userNudge(message.rev) } : undefined
}

const apart = (message: BusMessage): { head: object; body: string } => {
  switch (message.kind) {
    case 'ended':
    case 'connections':
    case 'flood':
      return { head: message, body: '' }
    case 'presence':
      return { head: { kind: message.kind }, body: message.text }
    default: {
      const { frame, ...head } = message
      return { head, body: frame }
    }
  }
}
