import type { Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type TicketRow = Selectable<Schema['sign_in_tickets']>

export const insertTicket = async (db: Queries, row: TicketRow): Promise<void> => {
  await db.insertInto('sign_in_tickets').values(row).execute()
}

/** A ticket while it works. */
export const selectTicket = (
  db: Queries,
  { ticketHash, nowMs }: { ticketHash: Uint8Array; nowMs: number },
): Promise<TicketRow | undefined> =>
  db
    .selectFrom('sign_in_tickets')
    .selectAll()
    .where('ticket_hash', '=', ticketHash)
    .where('expires_at', '>', nowMs)
    .executeTakeFirst()

/** Removes the oldest tickets of a user, so that only the newest `kept` stay. */
export const deleteOldest = async (db: Queries, userKey: number, kept: number): Promise<void> => {
  const older = await db
    .selectFrom('sign_in_tickets')
    .select('ticket_hash')
    .where('user_key', '=', userKey)
    .orderBy('expires_at', 'desc')
    .limit(kept + 1)
    .execute()
  const hashes = older.slice(kept).map(({ ticket_hash }) => ticket_hash)
  if (hashes.length > 0) await db.deleteFrom('sign_in_tickets').where('ticket_hash', 'in', hashes).execute()
}

/** Removes all tickets of a user. */
export const deleteTickets = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('sign_in_tickets').where('user_key', '=', userKey).execute()
}

export const deleteTicket = async (db: Queries, ticketHash: Uint8Array): Promise<void> => {
  await db.deleteFrom('sign_in_tickets').where('ticket_hash', '=', ticketHash).execute()
}

export const deleteExpiredTickets = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('sign_in_tickets')
    .where('ticket_hash', 'in', (old) =>
      old.selectFrom('sign_in_tickets').select('ticket_hash').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
