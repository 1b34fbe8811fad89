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
      readonly access?: true
      readonly again?: true
      /** Changes of members alone, in a large chat: may wait a moment and go out together with what follows. */
      readonly gathers?: true
      readonly frame: string
    }
  | {
      readonly kind: 'user'
      readonly userId: UserId
      readonly rev: number
      /** Chats that this delta puts into the user's list: a node that nobody of them was on may not have heard of it. */
      readonly joins?: readonly ChatId[]
      /** How the user shows themselves, or to whom, has changed. */
      readonly presence?: true
      readonly frame: string
    }
  /** Sessions ended: goes to every node, because each may hold them in its cache. */
  | {
      readonly kind: 'ended'
      readonly userId: UserId
      readonly sessionIds?: readonly SessionId[]
      readonly reason: 'sessionEnded' | 'accountDisabled'
    }
  /** Never replayed: goes to whoever is subscribed to the topic now. Where many hear it, of `sampled` ones at most one a second. */
  | { readonly kind: 'ephemeral'; readonly topic: string; readonly sampled?: true; readonly frame: string }
  /** What nodes tell each other about who is connected; goes to every node. `text` is read by `presence/` alone. */
  | { readonly kind: 'presence'; readonly text: string }

/** What happens to the bus itself. */
export type BusEvent =
  /** Nothing reaches other nodes, or comes from them. */
  | 'down'
  /** Connected again: what was said meanwhile is lost. A bus that is handed over has been connected once. */
  | 'up'
  /** Messages of a topic arrive from now on that did not before: what was said a moment ago may be lost. */
  | 'widened'

export interface BusListener {
  /** Hears what this node wants, also its own messages, which come before `publish` returns. */
  message(message: BusMessage, origin: 'here' | 'elsewhere'): void
  /** Whether anybody here wants what is said about a chat or user; what nobody wants need not be looked into. */
  wants?(kind: 'chat' | 'user', id: string): boolean
  event?(event: BusEvent): void
}

/** Counts anew which topics are wanted. What is not named until `finish`, and not wanted meanwhile, stops arriving. */
export interface Recount {
  want(topic: string): void
  finish(): void
}

/**
 * The port between nodes: the fast way, not the truth. A message may be lost or come twice; the order is kept only between
 * messages of one node about one topic.
 */
export interface Bus {
  /** Whether other nodes can be reached; the embedded one has none and is always up. */
  readonly state: 'up' | 'down'
  publish(message: BusMessage): void
  /** Returns the way to stop. */
  listen(listener: BusListener): () => void
  /** From now on messages about this topic (`chat:`, `head:` or `user:` and an id) arrive. Cheap when it is wanted already. */
  want(topic: string): void
  recount(): Recount
  stop(): Promise<void>
}
