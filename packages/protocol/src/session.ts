import { z } from 'zod'
import { Me, rev, Session, timeMs } from './rows'
import { domain, method } from './specs'

/** Map tiles of 256 × 256 pixels (XYZ). */
export const Tiles = z.object({
  /** An address with `{z}`, `{x}` and `{y}`, and optionally `{r}` for `@2x`. */
  url: z.string(),
  /** The attribution shown on each map. */
  attribution: z.string(),
})

export const session = domain({
  open: method({
    doc: 'Signs this connection in. The server starts to push before it responds. A connection that sent a cookie or bearer token at the upgrade may send an empty token. Counts towards the rate `session` of the token’s account.',
    auth: 'none',
    rate: 'none',
    connectionOnly: true,
    input: z.object({ token: z.string().max(200).default('') }),
    output: z.object({
      user: Me,
      session: Session,
      /** Changes when the database was restored or replaced. On another epoch, clients drop the cache and keep the outbox. */
      epoch: z.string(),
      serverTime: timeMs,
      heartbeatMs: z.int(),
      limits: z.record(z.string(), z.number()),
      /** With whom people can open a direct chat: with friends only, or with everyone. */
      directChats: z.enum(['friends', 'everyone']),
      /** Until when the account counts as new: it sends links and contacts to friends only, mentions no one in channels, and asks few strangers. Absent for other accounts. */
      newcomerUntil: timeMs.optional(),
      /** Where clients load map tiles. When absent, this server has no maps, and clients contact no other host for a location. */
      tiles: Tiles.optional(),
      /** The user's rev. */
      rev,
    }),
    errors: [],
  }),
  ping: method({
    doc: 'Shows that the client is alive. Send it once within each heartbeat interval, at a random moment.',
    auth: 'user',
    rate: 'session',
    input: z.object({}),
    output: z.object({ serverTime: timeMs }),
    errors: [],
  }),
  close: method({
    doc: 'Closes this connection. The session stays.',
    auth: 'user',
    rate: 'session',
    connectionOnly: true,
    input: z.object({}),
    output: z.object({}),
    errors: [],
  }),
})
