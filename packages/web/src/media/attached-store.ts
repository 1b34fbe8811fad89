import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'
import type { HowToSend, Outgoing } from './messages-of'

/** A file that was chosen and waits beside the composer. */
export interface Attached extends Outgoing {
  readonly key: number
  /** Shows what it looks like, as a picture or a video; undefined for anything else. */
  readonly url?: string | undefined
  /** It is not known yet what it can be sent as. */
  readonly reading?: true
}

/** What waits beside one composer, and how it will be sent. */
export interface Attachments extends HowToSend {
  readonly items: readonly Attached[]
}

interface State {
  readonly byChat: ReadonlyMap<ChatId, Attachments>
  /** The chat whose sheet is open. */
  readonly sheet?: ChatId | undefined
}

/** Beside most composers. */
export const none: Attachments = { items: [], asFiles: false, asAlbum: true }
/** What waits beside all composers of this tab. */
export const attachedStore = createStore<State>(() => ({ byChat: new Map() }))
/** Chats whose kept files were looked for. */
export const restored = new Set<ChatId>()

/** What waits beside the composer of a chat. */
export const attachedTo = (chatId: ChatId): Attachments => attachedStore.getState().byChat.get(chatId) ?? none

/** Changes what waits; the sheet closes with the last file. */
export const putAttached = (chatId: ChatId, change: Partial<Attachments>): void => {
  const next = { ...attachedTo(chatId), ...change }
  const byChat = new Map(attachedStore.getState().byChat)
  if (next.items.length > 0) byChat.set(chatId, next)
  else byChat.delete(chatId)
  const { sheet } = attachedStore.getState()
  attachedStore.setState({ byChat, ...(sheet === chatId && next.items.length === 0 && { sheet: undefined }) })
}
