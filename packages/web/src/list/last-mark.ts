import type { ChatEntry } from '@parley/sdk/api'
import { chatSort } from '../people/names'

export type LastMark = 'failed' | 'queued' | 'sent' | 'read'

/** The state of the viewer's own messages, the most urgent first. Undefined if the last message has none. */
export const lastMark = (entry: ChatEntry, { own }: { readonly own: boolean }): LastMark | undefined => {
  if (entry.failed > 0) return 'failed'
  if (entry.queued > 0) return 'queued'
  // Saved messages have no other readers.
  if (chatSort(entry) === 'saved') return undefined
  if (!own || entry.last?.status !== 'sent' || entry.last.body.type === 'system') return undefined
  return (entry.last.seq ?? 0) <= entry.readUpTo ? 'read' : 'sent'
}
