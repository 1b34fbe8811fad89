import type { ChatId, Message } from '@parley/protocol'

/** A visible range of seqs, both ends included. */
export interface VisibleRange {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly visibleFrom: number
  readonly visibleTo: number
  /** Whether the reader belongs to the chat now. */
  readonly member: boolean
  /** The chat's rev for the reader: for a former member, that of leaving. */
  readonly head: { readonly seq: number; readonly rev: number }
}

/** A stored message, and the chat's rev of its arrival. */
export interface Stored {
  readonly message: Message
  readonly madeRev: number
}

/**
 * A message as a reader may see it. Former members see no change made after they left. The earlier content isn't
 * stored, so nothing of the body is left, and an edit looks like a retraction. The row has its first rev: a client that
 * holds the earlier content keeps it.
 */
export const asSeenIn = (
  { member, head }: Pick<VisibleRange, 'member' | 'head'>,
  { message, madeRev }: Stored,
): Message => {
  if (member || message.rev <= head.rev) return message
  // It changed twice: a cleanup retracted it, and the undo brought the same content back.
  if (message.editedAt === undefined && message.retractedAt === undefined) return { ...message, rev: madeRev }
  const { editedAt: _, retractedAt: __, mentions: ___, mentionsAll: ____, forwardedFrom: _____, ...rest } = message
  return { ...rest, rev: madeRev, body: { type: 'withheld' } }
}
