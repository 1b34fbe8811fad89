import { limits } from '@parley/protocol/limits'

/** A count as badges show it: counting stops at the limit, which then means "or more". */
export const unreadText = (unread: number): string =>
  unread >= limits.unreadMax ? `${limits.unreadMax - 1}+` : String(unread)
