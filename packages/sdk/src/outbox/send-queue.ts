import type { MediaBody, Message, MessageBody, MessageId } from '@parley/protocol'
import type { Clock, SendStatus } from '../api'
import type { ClientErrorName, ParleyError } from '../lib/error'
import type { OutboxEntry, OwnBody } from '../store/store'

/** One own message on its way. Replaced, never changed. */
export interface QueuedMessage {
  readonly entry: OutboxEntry
  readonly status: SendStatus
  /** How much of its bytes has left, from 0 to 1. */
  readonly progress?: number
  readonly error?: ClientErrorName
  /** It waits until then, by this device's clock in epoch milliseconds. */
  readonly until?: number
  /** Acknowledged, while changes before it are still missing. */
  readonly row?: Message
}

/** The work for a waiting message: uploading its files, then sending it. */
export type Step = 'upload' | 'send'

/** One step, which one message of a chat takes at a time. */
export interface Turn {
  /** The message that takes it now. */
  id: MessageId | undefined
  /** Raised with each attempt, so that an attempt notices that it was given up. */
  attempt: number
  /** Refusals in a row that may pass. */
  failures: number
  /** Runs during a pause after a refusal. */
  timer: unknown
}

/** The waiting messages of one chat. */
export interface SendQueue {
  /** By rising order. */
  waiting: QueuedMessage[]
  readonly turns: Readonly<Record<Step, Turn>>
  /** Messages whose files the server has, as far as this connection knows. */
  readonly uploaded: Set<MessageId>
  /** Messages whose files are being checked, until they are looked at again. */
  readonly deferred: Set<MessageId>
  /** From when on this tab sends though it is not the sending one. */
  helpFromMs: number
}

/** The changes of a waiting message. */
export interface StatusChange {
  readonly id: MessageId
  readonly status: SendStatus
  readonly row?: Message
  readonly progress?: number
}

/** Two tabs may give the same order: ids decide, alike in both. */
export const byOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order || (a.id < b.id ? -1 : 1)

const newTurn = (): Turn => ({ id: undefined, attempt: 0, failures: 0, timer: undefined })

export const newSendQueue = (): SendQueue => ({
  waiting: [],
  turns: { upload: newTurn(), send: newTurn() },
  uploaded: new Set(),
  deferred: new Set(),
  helpFromMs: 0,
})

/** The body of a message with files; undefined for any other. */
export const mediaOf = (body: OwnBody): MediaBody | undefined => {
  switch (body.type) {
    case 'text':
    case 'location':
    case 'contact':
      return undefined
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
      return body
    default:
      body satisfies never
      return undefined
  }
}

/** The body of a message whose files are uploaded here: a forward shows files that the server has. */
export const uploadsOf = ({ body, forward }: OutboxEntry): MediaBody | undefined =>
  forward ? undefined : mediaOf(body)

/** The state of an idle entry. */
export const idleMessage = (entry: OutboxEntry): QueuedMessage => {
  if (entry.error) return { entry, status: 'failed', error: entry.error }
  if (entry.paused) return { entry, status: 'paused' }
  return { entry, status: 'queued', ...(entry.heldUntil !== undefined && { until: entry.heldUntil }) }
}

/** Whether a message goes out as soon as it can. */
export const isToSend = ({ status }: QueuedMessage): boolean => {
  switch (status) {
    case 'queued':
    case 'sending':
    case 'checking':
    case 'unconfirmed':
      return true
    case 'paused':
    case 'failed':
    case 'sent':
      return false
  }
}

/** The first message of a queue that is to take a step. Messages without files pass those whose files are not uploaded yet. */
export const nextFor = (
  { waiting, uploaded, deferred }: SendQueue,
  step: Step,
  nowMs: number,
): QueuedMessage | undefined =>
  waiting.find((one) => {
    const lacksFiles = uploadsOf(one.entry) !== undefined && !uploaded.has(one.entry.id)
    const isHeld = (one.entry.heldUntil ?? 0) > nowMs
    return isToSend(one) && !isHeld && lacksFiles === (step === 'upload') && !deferred.has(one.entry.id)
  })

/** Timers can't wait longer. */
const timerMaxMs = 2 ** 31 - 1

/** Runs something at a time of this device's clock. */
export const runAt = (clock: Clock, atMs: number, run: () => void): void => {
  const leftMs = Math.max(0, atMs - clock.now())
  if (leftMs > timerMaxMs) clock.setTimeout(() => runAt(clock, atMs, run), timerMaxMs)
  else clock.setTimeout(run, leftMs)
}

/**
 * Whether a refused message returns to its uploads: the check of a file isn't over, or an album must be split from a
 * refused file.
 */
export const mustUploadAgain = (entry: OutboxEntry, { code }: { readonly code: ClientErrorName }): boolean => {
  const media = uploadsOf(entry)
  if (code === 'media_checking') return media !== undefined
  return media?.type === 'album' && (code === 'media_refused' || code === 'media_unchecked')
}

/** Whether a mark says what is known; progress during a check is none. */
export const isUnchanged = (now: QueuedMessage, { status, progress }: Omit<StatusChange, 'id' | 'row'>): boolean =>
  (now.status === status && now.progress === progress) || (now.status === 'checking' && progress !== undefined)

/** The uploads of a message that are being checked are looked at after this, unless the server says when. */
const checkMs = 2_000

/** Lets other messages of a queue go on for a while. */
export const defer = (
  { deferred }: SendQueue,
  id: MessageId,
  { clock, error, onEnd }: { readonly clock: Clock; readonly error: ParleyError; readonly onEnd: () => void },
): void => {
  deferred.add(id)
  clock.setTimeout(() => {
    deferred.delete(id)
    onEnd()
  }, error.retryAfterMs ?? checkMs)
}

/** The server knows its uploads: only their ids go out. */
export const sentBody = (body: OwnBody): MessageBody => {
  switch (body.type) {
    case 'text':
    case 'location':
    case 'contact':
      return body
    case 'image':
    case 'video':
    case 'file': {
      const { type, mediaId, caption } = body
      return { type, mediaId, ...(caption !== undefined && { caption }) }
    }
    case 'voice': {
      const { type, mediaId } = body
      return { type, mediaId }
    }
    case 'album': {
      const { type, items, caption } = body
      return { type, items: items.map(({ mediaId }) => mediaId), ...(caption !== undefined && { caption }) }
    }
  }
}
