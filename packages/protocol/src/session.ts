import { z } from 'zod'
import { domain, method } from './contract'
import { Me, rev, Session, timeMs } from './rows'

/** Maps of places, as pictures of 256 × 256 pixels (XYZ). */
export const Tiles = z.object({
  /** An address with `{z}`, `{x}` and `{y}`, and maybe `{r}` for `@2x`. */
  url: z.string(),
  /** Stands on each map. */
  attribution: z.string(),
})

export const session = domain({
  open: method({
    doc: 'Signs this connection in. Pushes for the session are live before this answers. A connection that sent a cookie or bearer token at upgrade may send an empty token. Counts as `session` for the account of the token.',
    auth: 'none',
    rate: 'none',
    connectionOnly: true,
    input: z.object({ token: z.string().max(200).default('') }),
    output: z.object({
      user: Me,
      session: Session,
      /** Names the database's life: another epoch means drop the cache, keep the outbox. */
      epoch: z.string(),
      serverTime: timeMs,
      heartbeatMs: z.int(),
      limits: z.record(z.string(), z.number()),
      /** With whom people may open a direct chat: with their friends alone, or with everyone. */
      directChats: z.enum(['friends', 'everyone']),
      /** Where clients load map tiles. Absent: this server has no maps, and clients contact no other host for a location. */
      tiles: Tiles.optional(),
      /** The user's rev. */
      rev,
    }),
    errors: [],
  }),
  ping: method({
    doc: 'Shows that the connection lives. Send one at a random moment within each heartbeat.',
    auth: 'user',
    rate: 'session',
    input: z.object({}),
    output: z.object({ serverTime: timeMs }),
    errors: [],
  }),
  close: method({
    doc: 'Closes this connection; the session stays.',
    auth: 'user',
    rate: 'session',
    connectionOnly: true,
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
})
