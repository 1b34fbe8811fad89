import type {
  Chat,
  ChatId,
  ChatState,
  Friend,
  Hidden,
  Me,
  Message,
  MessageId,
  Preferences,
  Reactions,
  UserId,
} from '@parley/protocol'
import type { ErrorName } from '@parley/protocol/errors'

/** What a handler throws to refuse a call. */
export class Refused extends Error {
  readonly code: ErrorName
  readonly retryAfterMs: number | undefined
  constructor(code: ErrorName, retryAfterMs?: number) {
    super(code)
    this.code = code
    this.retryAfterMs = retryAfterMs
  }
}

/** What nobody has changed of their preferences yet. */
export const everybody: Omit<Preferences, 'rev' | 'status'> = {
  ...({ seenBy: 'everybody', foundBy: 'everybody', askedBy: 'everybody', addedBy: 'everybody' } as const),
  ...{ showsReads: true, showsTyping: true },
}

/** What happens to the next call of a method. `silence`: done, not answered. `lose`: not even done. `hold`: answered later. */
export type Plan = { readonly refuse: ErrorName; readonly retryAfterMs?: number } | 'silence' | 'lose' | 'hold'

/** A chat as the server holds it. */
export interface ServerChat {
  chat: Chat
  rev: number
  messages: Message[]
  reactions: Map<MessageId, Reactions>
  people: Set<UserId>
}

/** Somebody, and what only they see. */
export interface Account {
  me: Me
  rev: number
  states: Map<ChatId, ChatState>
  hidden: Map<MessageId, Hidden>
  friends: Map<UserId, Friend>
  preferences: Preferences
}
