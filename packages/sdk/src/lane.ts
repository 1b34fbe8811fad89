import type { MediaBody, Message, MessageBody, MessageId } from '@parley/protocol'
import type { Clock, SendStatus } from './api'
import type { ClientErrorName, ParleyError } from './error'
import type { OutboxEntry, OwnBody } from './store/store'

/** One own message on its way. Replaced, never changed. */
export interface Waiting {
  readonly entry: OutboxEntry
  readonly status: SendStatus
  /** How much of its bytes has left, from 0 to 1. */
  readonly progress?: number
  readonly error?: ClientErrorName
  /** Acknowledged, while changes before it are still missing. */
  readonly row?: Message
}

/** What is done for a waiting message: its files are uploaded, then it is sent. */
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

/** What one chat has waiting. */
export interface Lane {
  /** By rising order. */
  waiting: Waiting[]
  readonly turns: Readonly<Record<Step, Turn>>
  /** Messages whose files the server has, as far as this connection knows. */
  readonly uploaded: Set<MessageId>
  /** Messages whose files are being checked, until they are looked at again. */
  readonly resting: Set<MessageId>
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

const newTurn = (): Turn => ({ id: undefined, attempt: 0, failures: 0, timer: undefined })

export const newLane = (): Lane => ({
  waiting: [],
  turns: { upload: newTurn(), send: newTurn() },
  uploaded: new Set(),
  resting: new Set(),
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
  }
}

/** The body of a message whose files are uploaded here: a forward shows files that the server has. */
export const uploadsOf = ({ body, forward }: OutboxEntry): MediaBody | undefined =>
  forward ? undefined : mediaOf(body)

/** How an entry stands that nobody works on. */
export const atRest = (entry: OutboxEntry): Waiting => {
  if (entry.error) return { entry, status: 'failed', error: entry.error }
  return { entry, status: entry.paused ? 'paused' : 'queued' }
}

/** Whether a message goes out as soon as it can. */
export const isToSend = ({ status }: Waiting): boolean => {
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

/** The first message of a lane that is to take a step. Messages without files pass those whose files are not uploaded yet. */
export const nextFor = ({ waiting, uploaded, resting }: Lane, step: Step): Waiting | undefined =>
  waiting.find((one) => {
    const lacksFiles = uploadsOf(one.entry) !== undefined && !uploaded.has(one.entry.id)
    return isToSend(one) && lacksFiles === (step === 'upload') && !resting.has(one.entry.id)
  })

/**
 * Whether a message that was refused goes back to its uploads: the check of a file isn't over, or an album has to be parted from
 * a file that its check refused.
 */
export const goesBack = (entry: OutboxEntry, { code }: { readonly code: ClientErrorName }): boolean => {
  const media = uploadsOf(entry)
  if (code === 'media_checking') return media !== undefined
  return media?.type === 'album' && (code === 'media_refused' || code === 'media_unchecked')
}

/** Whether a mark says what is known; progress during a check is none. */
export const isNoNews = (now: Waiting, { status, progress }: Omit<Mark, 'id' | 'row'>): boolean =>
  (now.status === status && now.progress === progress) || (now.status === 'checking' && progress !== undefined)

/** The uploads of a message that are being checked are looked at after this, unless the server says when. */
const checkMs = 2_000

/** Lets other messages of a lane go on for a while. */
export const restFor = (
  { resting }: Lane,
  id: MessageId,
  { clock, error, onEnd }: { readonly clock: Clock; readonly error: ParleyError; readonly onEnd: () => void },
): void => {
  resting.add(id)
  clock.setTimeout(() => {
    resting.delete(id)
    onEnd()
  }, error.retryAfterMs ?? checkMs)
}

/** What the server knows of an upload it knows better: only which one it is goes out. */
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
