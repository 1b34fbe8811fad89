import type { ChatId, SessionId, UserId } from '@parley/protocol'

/** What nodes tell each other. The frame is what clients get, encoded once; what a node needs to know stands beside it. */
export type BusMessage =
  | {
      readonly kind: 'chat'
      readonly chatId: ChatId
      readonly from: number
      readonly rev: number
      readonly seq: number
      readonly large: boolean
      readonly joined?: readonly UserId[]
      readonly left?: readonly UserId[]
      readonly again?: true
      readonly frame: string
    }
  | { readonly kind: 'user'; readonly userId: UserId; readonly rev: number; readonly frame: string }
  | {
      readonly kind: 'ended'
      readonly userId: UserId
      readonly sessionIds?: readonly SessionId[]
      readonly reason: 'sessionEnded' | 'accountDisabled'
    }
  /** Never replayed: goes to whoever is subscribed to the topic now. */
  | { readonly kind: 'ephemeral'; readonly topic: string; readonly frame: string }

/**
 * The port between nodes: the fast way, not the truth. A message may be lost or come twice; the order between two
 * messages is kept only by the embedded adapter.
 */
export interface Bus {
  publish(message: BusMessage): void
  /** Hears every message, also this node's own. Returns the way to stop. */
  subscribe(listener: (message: BusMessage) => void): () => void
}
