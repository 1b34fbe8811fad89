import type { ChatId, SessionId, UserId } from '@parley/protocol'

/** Messages between nodes. The frame goes to clients, encoded once; the data for nodes is beside it. */
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
      /** Only members changed, in a large chat: the delta can wait a moment for later ones and go out with them. */
      readonly gathers?: true
      readonly frame: string
    }
  | {
      readonly kind: 'user'
      readonly userId: UserId
      readonly rev: number
      /** Chats that this delta adds to the user's list: a node without members of them may not know of it. */
      readonly joins?: readonly ChatId[]
      /** The user's presence changed, or its visibility. */
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
  /**
   * Never replayed: goes to the present subscribers of the topic. In large topics, `sampled` ones go out at most once a
   * second.
   */
  | { readonly kind: 'ephemeral'; readonly topic: string; readonly sampled?: true; readonly frame: string }
  /** How many connections of a user a node has. Goes to the nodes that the user is connected to. Only `gateway/` reads it. */
  | { readonly kind: 'connections'; readonly userId: UserId; readonly node: string; readonly count: number }
  /** How many messages of a fast sender were stored and refused. Each node counts them, or starts again when both are 0. Goes to every node. Only `moderation/` reads it. */
  | { readonly kind: 'flood'; readonly userId: UserId; readonly count: number; readonly refused: number }
  /** Nodes' updates about connected users; they go to every node. Only `presence/` reads `text`. */
  | { readonly kind: 'presence'; readonly text: string }

/** Events of the bus itself. */
export type BusEvent =
  /** No message reaches other nodes, or arrives from them. */
  | 'down'
  /** Connected again: messages sent in the meantime are lost. A new bus has been connected once. */
  | 'up'
  /** Messages of another topic arrive from now on. Those of a moment ago may be lost. */
  | 'widened'

export interface BusListener {
  /** Receives the messages of subscribed topics, and the node's own ones before `publish` returns. */
  message(message: BusMessage, origin: 'here' | 'elsewhere'): void
  /** Whether any connection of this node needs messages about a chat or user; others need no parsing. */
  isSubscribed?(kind: 'chat' | 'user', id: string): boolean
  event?(event: BusEvent): void
}

/** Recounts the needed topics. Topics that are not named until `finish`, nor subscribed meanwhile, stop arriving. */
export interface Recount {
  keep(topic: string): void
  finish(): void
}

/**
 * The port between nodes. It is fast but not authoritative: a message may be lost or arrive twice. Only messages of one
 * node about one topic keep their order.
 */
export interface Bus {
  /** Whether other nodes can be reached; the embedded one has none and is always up. */
  readonly state: 'up' | 'down'
  publish(message: BusMessage): void
  /** Returns a function that unsubscribes. */
  listen(listener: BusListener): () => void
  /** From now on messages about this topic (`chat:`, `head:` or `user:` and an id) arrive. Cheap when the topic is subscribed already. */
  subscribe(topic: string): void
  recount(): Recount
  stop(): Promise<void>
}
