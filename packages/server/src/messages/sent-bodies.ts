import type { ForwardedFrom, Input, MediaBody, StoredBody, UserId } from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import { AccountTurns } from '../lib/account-turns'
import type { Sender } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { Claims } from '../media/claims'
import type { Database } from '../storage/database'
import type { PeopleSearch } from '../users/people-search'
import type { Forwards, Target } from './forwards'

export interface SentBodiesOptions {
  readonly database: Database
  readonly claims: Pick<Claims, 'claim'>
  readonly people: Pick<PeopleSearch, 'mayShare'>
  readonly forwards: Forwards
  /** Charges rows that a call looks through. */
  readonly charge: (userId: UserId, rows: number) => void
}

type Send = Input<'messages.send'>

/** Placeholder for the body of a forward. Repeated sends are compared with it. */
export interface ForwardOrder extends Pick<Input<'messages.forward'>, 'from' | 'withName'> {
  readonly type: 'forward'
}

/** A message on its way into a chat. */
export interface Sending extends Pick<Send, 'id' | 'chatId' | 'replyTo' | 'mentions' | 'mentionsAll'> {
  readonly body: Send['body'] | ForwardOrder
  /** The name of the service that sends it. */
  readonly via?: string
}

/** Where a message goes, and what it must pass. */
export interface Place extends Pick<Target, 'admit'> {
  readonly chatKey: number
  /** Refuses files with refused words in their names. */
  readonly checkWords: (body: MediaBody) => void
}

/** Bodies that refer to nothing. */
type PlainBody = { readonly type: 'text' } | { readonly type: 'location' }

/** A sent body in its stored form, or the reason why it can't be stored. */
export type PreparedBody =
  | { readonly body: StoredBody; readonly forwardedFrom?: ForwardedFrom | undefined }
  | { readonly refused: Failure }

const noPerson = {
  field: 'body.userId',
  message: 'body.userId: must be a person whom you can find or share a chat with',
}

/** Bodies of one account that wait: as many as its rate of writes allows at once, and more. */
const WAITING_MAX = 400
const RETRY_FULL_MS = 1_000
/** Rows that sending or forwarding one upload looks through and writes. */
const ROWS_PER_UPLOAD = 16

/**
 * Looks up the references of a sent body, and converts the body to its stored form. Sends have no queue, because many of
 * them are stored together. Uploads need transactions of many statements, so that an account gets one at a time.
 */
export class SentBodies {
  private readonly turns = new AccountTurns({ atOnce: 1, waitingMax: WAITING_MAX })

  constructor(private readonly options: SentBodiesOptions) {}

  /** Safe to repeat for the same message. The caller may write into the chat. */
  async prepareBody(caller: Sender, place: Place, sending: Sending): Promise<PreparedBody> {
    const { body } = sending
    if (body.type === 'text' || body.type === 'location') return { body }
    const { userId } = caller
    if (this.turns.isFull(userId)) return { refused: fail('rate_limited', { retryAfterMs: RETRY_FULL_MS }) }
    const prepared = await this.turns.take(userId, () => this.look(caller, place, { ...sending, body }))
    if ('body' in prepared) this.options.charge(userId, ROWS_PER_UPLOAD * uploadsOf(prepared.body).length)
    return prepared
  }

  private async look(
    caller: Sender,
    { chatKey, admit, checkWords }: Place,
    { id: messageId, chatId, body }: Sending & { readonly body: Exclude<Sending['body'], PlainBody> },
  ): Promise<PreparedBody> {
    const { database, claims, people, forwards } = this.options
    switch (body.type) {
      case 'image':
      case 'video':
      case 'voice':
      case 'file':
      case 'album':
        return claims
          .claim(caller, { chatKey, messageId, body, checkWords })
          .then((claimed) => ({ body: claimed }), refusedWith)
      case 'forward':
        return forwards.prepareForward(caller, { chatKey, chatId, messageId, admit }, body).catch(refusedWith)
      case 'contact': {
        const known = await database.read((db) => people.mayShare(db, caller, body.userId))
        return known ? { body } : { refused: fail('not_found', noPerson) }
      }
    }
  }
}

const refusedWith = (error: unknown): PreparedBody => {
  if (error instanceof Failure) return { refused: error }
  throw error
}
