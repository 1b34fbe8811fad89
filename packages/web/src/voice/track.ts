import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol'
import { createStore } from 'zustand/vanilla'
import type { Speed } from './seeking'

/** A voice message that can be played. */
export interface Track {
  readonly chatId: ChatId
  readonly messageId: MessageId
  readonly mediaId: MediaId
  readonly senderId: UserId
  /** Undefined while it waits in the outbox. */
  readonly seq?: number
  readonly durationMs: number
}

/** The current sound. */
export interface Playing {
  /** Undefined for a recording that isn't sent yet. */
  readonly track?: Track
  readonly key: string
  readonly runs: boolean
  readonly atMs: number
  readonly durationMs: number
}

export interface PlayerState {
  readonly playing?: Playing
  readonly speed: Speed
  /** Messages that this browser failed to play. */
  readonly unplayable: ReadonlySet<string>
}

/** The player's state. It is a small module, since the shell uses it from the start. */
export const playerStore = createStore<PlayerState>(() => ({ speed: 1, unplayable: new Set() }))
