import type { ChatEntry } from '@parley/sdk/api'
import type { ChatSort } from '../people/names'
import type { LayoutChoice } from '../theme/appearance'
import type { ChatLayout } from './rows/row-context'

/** How the messages of a chat are laid out, and whether names and pictures of senders stand beside them. */
export const paneLook = (
  chosen: LayoutChoice,
  sort: ChatSort | undefined,
): { readonly layout: ChatLayout; readonly showPeople: boolean } => {
  const usual = sort === 'world' || sort === 'channel' ? 'flat' : 'bubbles'
  const layout = chosen === 'auto' ? usual : chosen
  return { layout, showPeople: layout === 'flat' || (sort !== 'direct' && sort !== 'saved') }
}

/** Whether anything can stand above the messages of a chat: an announcement, or for who runs it, that people wait. */
export const hasBars = (entry: ChatEntry | undefined): boolean => {
  if (!entry || entry.chat.kind === 'direct') return false
  const runs = entry.role === 'owner' || entry.role === 'admin'
  return entry.chat.announcement !== undefined || (runs && entry.chat.joinPolicy === 'approval')
}
