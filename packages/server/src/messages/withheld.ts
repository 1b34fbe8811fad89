import type { ChatId, Message } from '@parley/protocol'

/** A range of seqs that somebody may read, both ends included. */
export interface VisibleRange {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly visibleFrom: number
  readonly visibleTo: number
  /** Whether the reader belongs to the chat now. */
  readonly member: boolean
  /** Where the chat stands for the reader: for a former member where they left. */
  readonly head: { readonly seq: number; readonly rev: number }
}

/** A stored message, and the chat's rev that it came with. */
export interface Stored {
  readonly message: Message
  readonly madeRev: number
}

/**
 * A message as a reader may see it. Former members are shown no change that was made after they left. What the message said
 * before is not stored, so nothing of its body is left, and an edit looks like a retraction. The row has its first rev:
 * a client that holds what the message said while its user was a member keeps that.
 */
export const asSeenIn = (
  { member, head }: Pick<VisibleRange, 'member' | 'head'>,
  { message, madeRev }: Stored,
): Message => {
  if (member || message.rev <= head.rev) return message
  const { editedAt: _, retractedAt: __, mentions: ___, mentionsAll: ____, forwardedFrom: _____, ...rest } = message
  return { ...rest, rev: madeRev, body: { type: 'withheld' } }
}
