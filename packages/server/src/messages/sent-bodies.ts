import type { ForwardedFrom, Input, StoredBody } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { Claims } from '../media/claims'
import type { Database } from '../storage/database'
import type { PeopleSearch } from '../users/people-search'
import type { Forwards } from './forwards'

export interface SentBodiesOptions {
  readonly database: Database
  readonly claims: Pick<Claims, 'claim'>
  readonly people: Pick<PeopleSearch, 'mayShare'>
  readonly forwards: Forwards
}

type Send = Input<'messages.send'>

/** Stands in the place of a body while a message is forwarded. Repeats are compared with it. */
export interface ForwardOrder extends Pick<Input<'messages.forward'>, 'from' | 'withName'> {
  readonly type: 'forward'
}

/** A message on its way into a chat. */
export interface Sending extends Pick<Send, 'id' | 'chatId' | 'replyTo' | 'mentions' | 'mentionsAll'> {
  readonly body: Send['body'] | ForwardOrder
}

/** A sent body in the form that is stored, or why it cannot be stored. */
export type PreparedBody =
  | { readonly body: StoredBody; readonly forwardedFrom?: ForwardedFrom | undefined }
  | { readonly refused: Failure }

const noPerson = { field: 'body.userId', message: 'body.userId: nobody whom you can find or share a chat with' }

/** Looks up what a sent body refers to, and turns the body into the stored one. */
export class SentBodies {
  constructor(private readonly options: SentBodiesOptions) {}

  /** Safe to repeat for the same message. The caller may write into the chat. */
  async prepare(caller: Caller, chatKey: number, { id: messageId, chatId, body }: Sending): Promise<PreparedBody> {
    const { database, claims, people, forwards } = this.options
    switch (body.type) {
      case 'text':
      case 'location':
        return { body }
      case 'image':
      case 'video':
      case 'voice':
      case 'file':
      case 'album':
        return claims.claim(caller, { chatKey, messageId, body }).then((claimed) => ({ body: claimed }), refusedWith)
      case 'forward':
        return forwards.prepare(caller, { chatKey, chatId, messageId }, body).catch(refusedWith)
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
