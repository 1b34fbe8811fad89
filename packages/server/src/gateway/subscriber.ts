import type { ChatId, CloseReason } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import type { Peer } from './peer'

/** A connection as far as topics know it. */
export interface Subscriber {
  readonly peer: Peer
  /** Who is signed in on it. */
  readonly caller: Caller | undefined
  /** When something last came from the far end, in epoch milliseconds. */
  readonly heardAt: number
  /** Topics that it hears through a plain loop, where the transport has none of its own. */
  looped: Set<string> | undefined
  push(frame: string): void
  /** It no longer hears a chat. */
  lost(chatId: ChatId): void
  close(reason: CloseReason): void
}
