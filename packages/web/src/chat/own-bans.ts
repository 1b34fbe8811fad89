import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'

/** The chats that banned the viewer, as far as this page queried them. */
export const ownBans = createStore<{ readonly chats: ReadonlySet<ChatId> }>(() => ({ chats: new Set() }))

/** Records whether a chat banned the viewer. */
export const noteOwnBan = (chatId: ChatId, banned: boolean): void =>
  ownBans.setState(({ chats }) => {
    if (chats.has(chatId) === banned) return { chats }
    const next = new Set(chats)
    if (banned) next.add(chatId)
    else next.delete(chatId)
    return { chats: next }
  })
