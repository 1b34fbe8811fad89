import type { ChatEntry } from '@parley/sdk/api'
import { isUnread } from './unread'

const isArchived = ({ state }: ChatEntry) => state?.archivedAt !== undefined

/** How many chats the filters of the list have something for: unread ones and mentions outside of the archive, and those in it. */
export const filterCounts = (entries: Iterable<ChatEntry>) => {
  const all = [...entries]
  const listed = all.filter((entry) => !isArchived(entry))
  return {
    unread: listed.filter(isUnread).length,
    mentions: listed.filter(({ mentions }) => mentions > 0).length,
    archived: all.length - listed.length,
  }
}
