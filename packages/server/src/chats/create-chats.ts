import { ChatAccess } from './access'
import { ChatChanges, type ChatChangesOptions } from './chat-changes'
import { ChatErasing } from './chat-erasing'
import { ChatStates, type ChatStatesOptions } from './chat-states'
import { Chats, type ChatsOptions } from './chats'
import { PeerClosing } from './peer-closing'
import { ReadCursors } from './read-cursors'

export type CreateChatsOptions = Omit<ChatsOptions & ChatChangesOptions & ChatStatesOptions, 'access' | 'changes'>

/** Wires everything common to all kinds of chats. */
export const createChats = (options: CreateChatsOptions) => {
  const access = new ChatAccess(options.database)
  const changes = new ChatChanges({ ...options, access })
  return {
    access,
    changes,
    chats: new Chats({ ...options, access, changes }),
    states: new ChatStates({ ...options, access }),
    erasing: new ChatErasing({ ...options, changes }),
    peerClosing: new PeerClosing({ changes }),
    cursors: new ReadCursors({ ...options, access }),
  }
}
export type ChatParts = ReturnType<typeof createChats>
