import type { ChatId, Mentions, MessageId } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import type { SavedPosition } from '../opening'

/** An own message whose text is being changed. */
export interface Editing {
  readonly id: MessageId
  readonly seq: number
  /** What it says now. */
  readonly was: string
  /** Whom it names now. */
  readonly naming: Mentions
  readonly text: string
}

/** What the pane remembers of a chat while the page lives: where it was left, and how high its rows were. */
export interface ChatMemory {
  position: SavedPosition | undefined
  /** By row key; estimates for the next time. */
  heights: ReadonlyMap<string, number>
  /** A message that is being changed. */
  editing?: Editing | undefined
}

const maxChats = 100
const memories = new WeakMap<Client, Map<ChatId, ChatMemory>>()

/** The memory of a chat. It belongs to the client, so signing in as somebody else begins anew. */
export const chatMemory = (client: Client, chatId: ChatId): ChatMemory => {
  const chats = memories.get(client) ?? new Map<ChatId, ChatMemory>()
  memories.set(client, chats)
  const memory = chats.get(chatId) ?? { position: undefined, heights: new Map() }
  chats.delete(chatId)
  chats.set(chatId, memory)
  const [oldest] = chats.keys()
  if (chats.size > maxChats && oldest !== undefined) chats.delete(oldest)
  return memory
}
