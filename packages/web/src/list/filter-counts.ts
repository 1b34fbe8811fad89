import type { ChatEntry } from '@parley/sdk/api'
import { isUnread } from '../people/unread'

const isArchived = ({ state }: ChatEntry) => state?.archivedAt !== undefined

/** The numbers on the list's filters: unread chats and mentions outside the archive, and archived chats. */
export const filterCounts = (entries: Iterable<ChatEntry>) => {
  const all = [...entries]
  const listed = all.filter((entry) => !isArchived(entry))
  return {
    unread: listed.filter(isUnread).length,
    mentions: listed.filter(({ mentions }) => mentions > 0).length,
    archived: all.length - listed.length,
  }
}
