import { type HeldChat, mergeRows } from '@parley/protocol/apply'
import type { StoredChat } from './store'

/** A stored chat with its last message; the others are read when they are shown. */
export const fromStore = ({ rev, chat, members, view, last }: StoredChat): HeldChat => ({
  rev,
  chat,
  members: mergeRows(new Map(), members, (member) => member.userId),
  messages: last?.seq === chat.seq ? [last] : [],
  ...(view && { view }),
})
