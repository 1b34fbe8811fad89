import type { ChatId, Mentions, MessageId, ReplyTo } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import type { SavedPosition } from '../opening'
import { keepPositions, keptPositions } from './kept-positions'

/** An own message whose text is being edited. */
export interface Editing {
  readonly id: MessageId
  /** Absent for a failed message. */
  readonly seq?: number
  /** A failed message. A new one with the text takes its place. */
  readonly failed?: { readonly replyTo: ReplyTo | undefined }
  /** The stored text. */
  readonly was: string
  /** The stored mentions. */
  readonly naming: Mentions
  readonly text: string
}

/**
 * The pane's memory of a chat until the page closes: its scroll position and its row heights. The position outlives a
 * reload.
 */
export interface ChatMemory {
  position: SavedPosition | undefined
  /** By row key: the estimates for the next visit. */
  heights: ReadonlyMap<string, number>
  /** The message being edited. */
  editing?: Editing | undefined
}

const maxChats = 100
/** The object that the memories belong to. */
type Owner = Pick<Client, 'state'>

const memories = new WeakMap<Owner, Map<ChatId, ChatMemory>>()

/** The positions of an earlier page of this tab. */
const restored = (owner: Owner): Map<ChatId, ChatMemory> =>
  new Map(
    keptPositions(owner.state.get().me?.id).map(([chatId, position]) => [chatId, { position, heights: new Map() }]),
  )

/** Keeps the positions for the next page of this tab. */
export const keepMemories = (owner: Owner): void =>
  keepPositions(
    owner.state.get().me?.id,
    [...(memories.get(owner) ?? [])].flatMap(([chatId, { position }]) => (position ? [[chatId, position]] : [])),
  )

/** The memory of a chat. It belongs to the client, so signing in as another user starts without it. */
export const chatMemory = (client: Owner, chatId: ChatId): ChatMemory => {
  const chats = memories.get(client) ?? restored(client)
  memories.set(client, chats)
  const memory = chats.get(chatId) ?? { position: undefined, heights: new Map() }
  chats.delete(chatId)
  chats.set(chatId, memory)
  const [oldest] = chats.keys()
  if (chats.size > maxChats && oldest !== undefined) chats.delete(oldest)
  return memory
}

/** Whether a message is being edited, in any chat. */
export const isEditingAny = (client: Owner): boolean =>
  [...(memories.get(client)?.values() ?? [])].some(({ editing }) => editing !== undefined)
