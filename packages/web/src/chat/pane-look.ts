import type { ChatEntry } from '@parley/sdk/api'
import type { ChatSort } from '../people/names'
import type { LayoutChoice } from '../theme/appearance'
import type { ChatLayout } from './pane-contexts'

/** The layout of a chat's messages, and whether the senders' names and pictures are shown. */
export const paneLook = (
  chosen: LayoutChoice,
  sort: ChatSort | undefined,
): { readonly layout: ChatLayout; readonly showPeople: boolean } => {
  const usual = sort === 'world' || sort === 'channel' ? 'flat' : 'bubbles'
  const layout = chosen === 'auto' ? usual : chosen
  return { layout, showPeople: layout === 'flat' || (sort !== 'direct' && sort !== 'saved') }
}

/**
 * Whether a chat can have a bar above its messages: for pins, an announcement, or join requests that the viewer can
 * approve.
 */
export const hasBar = (entry: ChatEntry | undefined): boolean => {
  if (!entry) return false
  if (entry.chat.pinned.length > 0) return true
  if (entry.chat.kind === 'direct') return false
  const runs = entry.role === 'owner' || entry.role === 'admin'
  return entry.chat.announcement !== undefined || (runs && entry.chat.joinPolicy === 'approval')
}
