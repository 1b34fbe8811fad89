import type { ChatId, CloseReason } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import type { Peer } from './peer'

/** The part of a connection that topics need. */
export interface Subscriber {
  readonly peer: Peer
  /** The signed-in user. */
  readonly caller: Caller | undefined
  /** The time of the last input, in epoch milliseconds. */
  readonly lastReceivedAt: number
  /** Topics that it receives through a plain loop, where the transport has none of its own. */
  looped: Set<string> | undefined
  push(frame: string): void
  /** Its user left a chat. */
  lost(chatId: ChatId): void
  close(reason: CloseReason): void
}
