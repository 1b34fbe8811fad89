import type { ChatEntry } from '@parley/sdk/api'
import { chatSort } from '../people/names'

export type LastMark = 'failed' | 'queued' | 'sent' | 'read'

/** How the viewer's own messages stand, the most pressing first; undefined where the last message says nothing of that. */
export const lastMark = (entry: ChatEntry, { own }: { readonly own: boolean }): LastMark | undefined => {
  if (entry.failed > 0) return 'failed'
  if (entry.queued > 0) return 'queued'
  // Nobody else reads saved messages.
  if (chatSort(entry) === 'saved') return undefined
  if (!own || entry.last?.status !== 'sent' || entry.last.body.type === 'system') return undefined
  return (entry.last.seq ?? 0) <= entry.readUpTo ? 'read' : 'sent'
}
