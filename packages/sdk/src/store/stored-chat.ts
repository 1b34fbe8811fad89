import { type HeldChat, mergeReactions, mergeRows } from '@parley/protocol/apply'
import type { StoredChat } from './store'
import { newestMessage, nothingHidden, type Reader, viewOf } from './unread'

/** A stored chat with its last message; the others are read when they are shown. */
export const fromStore = ({ rev, since = rev, membersRev, chat, ...stored }: StoredChat): HeldChat => ({
  ...{ rev, since },
  chat,
  members: mergeRows(new Map(), stored.members, (member) => member.userId),
  ...(membersRev !== undefined && { membersRev }),
  messages: stored.last?.seq === chat.seq ? [stored.last] : [],
  reactions: mergeReactions(new Map(), stored.reactions, chat.seq),
  ...(stored.view && { view: stored.view }),
})

/** A held chat as it is stored, without its messages but the last one that its reader sees. */
export const toStore = (
  held: HeldChat,
  here: Pick<StoredChat, 'cameAt' | 'readSeq'>,
  reader: Reader | undefined,
): StoredChat => {
  const view = reader ? (viewOf(held, reader) ?? held.view) : held.view
  const last = newestMessage(held, reader?.hidden ?? nothingHidden)
  return {
    ...{ chatId: held.chat.id, rev: held.rev, chat: held.chat, members: [...held.members.values()] },
    since: held.since,
    ...(held.membersRev !== undefined && { membersRev: held.membersRev }),
    ...(held.reactions.size > 0 && { reactions: [...held.reactions.values()] }),
    ...here,
    ...(view && { view }),
    ...(last && { last }),
  }
}
