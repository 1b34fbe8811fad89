import type { ErrorName, Message, MessageBody, MessageId } from '@parley/protocol'
import type { SendStatus } from './api'
import type { OutboxEntry, OwnBody } from './store/store'

/** One own message on its way. Replaced, never changed. */
export interface Waiting {
  readonly entry: OutboxEntry
  readonly status: SendStatus
  /** How much of a picture has left, from 0 to 1. */
  readonly progress?: number
  readonly error?: ErrorName
  /** Acknowledged, while changes before it are still missing. */
  readonly row?: Message
}

/** What one chat has waiting. */
export interface Lane {
  /** By rising order. */
  waiting: Waiting[]
  /** The one message whose answer is awaited. */
  sending: MessageId | undefined
  /** Refusals in a row that may pass. */
  failures: number
  /** Runs during a pause after a refusal. */
  timer: unknown
  /** From when on this tab sends though it is not the sending one. */
  helpFromMs: number
}

/** What changes of one that waits. */
export interface Mark {
  readonly id: MessageId
  readonly status: SendStatus
  readonly row?: Message
  readonly progress?: number
}

/** Two tabs may give the same order: ids decide, alike in both. */
export const byOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order || (a.id < b.id ? -1 : 1)

export const newLane = (): Lane => ({
  waiting: [],
  sending: undefined,
  failures: 0,
  timer: undefined,
  helpFromMs: 0,
})

/** What the server knows of a picture it knows better: only which one it is goes out. */
export const sentBody = (body: OwnBody): MessageBody => {
  if (body.type === 'text') return body
  const { type, mediaId, caption } = body
  return { type, mediaId, ...(caption !== undefined && { caption }) }
}
