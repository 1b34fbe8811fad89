import type { ForwardedFrom, Message } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { type StoredId, toBytes, toId } from '../../lib/uuid-bytes'
import type { Schema } from '../schema'

type ForwardColumns = Pick<Selectable<Schema['messages']>, 'forwarded_id' | 'forwarded_at'>

/** The source of a forwarded message, in its row's form. */
export const storedForward = (from: ForwardedFrom | undefined): ForwardColumns => ({
  forwarded_id: from?.userId === undefined ? null : (toBytes(from.userId) as StoredId),
  forwarded_at: from?.at ?? null,
})

/** The same in its wire form. */
export const forwardFromStored = ({ forwarded_id, forwarded_at }: ForwardColumns): Pick<Message, 'forwardedFrom'> => {
  if (forwarded_at === null) return {}
  return { forwardedFrom: { ...(forwarded_id ? { userId: toId(forwarded_id) } : {}), at: forwarded_at } }
}
