import type { ChatId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'
import type { HowToSend, Outgoing } from './messages-of'

/** A chosen file that waits beside the composer. */
export interface Attached extends Outgoing {
  readonly key: number
  /** The preview of a picture or a video. Undefined for other files. */
  readonly url?: string | undefined
  /** The client is still finding out what it can be sent as, or converting it. */
  readonly reading?: true
  /** The converted part of a video, from 0 to 1. Undefined if no conversion runs. */
  readonly converted?: number
}

/** The files that wait beside one composer, and how to send them. */
export interface Attachments extends HowToSend {
  readonly items: readonly Attached[]
}

/** A file that was just chosen, while the code that reads it is loading. */
export interface Picked {
  readonly key: number
  /** The preview of a picture. */
  readonly url?: string | undefined
}

interface State {
  readonly picked: ReadonlyMap<ChatId, readonly Picked[]>
  readonly byChat: ReadonlyMap<ChatId, Attachments>
  /** The chat whose sheet is open. */
  readonly sheet?: ChatId | undefined
}

/** The state of most composers. */
export const none: Attachments = { items: [], asFiles: false, asAlbum: true }
/** The files that wait beside all composers of this tab. */
export const attachedStore = createStore<State>(() => ({ byChat: new Map(), picked: new Map() }))
/** Chats whose stored files were already looked up. */
export const restored = new Set<ChatId>()

/** Shows just chosen files beside the composer of a chat. They replace those shown before. */
export const putPicked = (chatId: ChatId, files: readonly File[]): void => {
  const picked = new Map(attachedStore.getState().picked)
  for (const { url } of picked.get(chatId) ?? []) if (url) URL.revokeObjectURL(url)
  picked.set(
    chatId,
    files.map((file, key) => ({ key, url: file.type.startsWith('image/') ? URL.createObjectURL(file) : undefined })),
  )
  attachedStore.setState({ picked })
}

/** The files that wait beside the composer of a chat. */
export const attachedTo = (chatId: ChatId): Attachments => attachedStore.getState().byChat.get(chatId) ?? none

/** Changes the waiting files. The sheet closes with the last one. */
export const putAttached = (chatId: ChatId, change: Partial<Attachments>): void => {
  const next = { ...attachedTo(chatId), ...change }
  const byChat = new Map(attachedStore.getState().byChat)
  if (next.items.length > 0) byChat.set(chatId, next)
  else byChat.delete(chatId)
  const { sheet } = attachedStore.getState()
  attachedStore.setState({ byChat, ...(sheet === chatId && next.items.length === 0 && { sheet: undefined }) })
}
