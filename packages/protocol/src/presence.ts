import { z } from 'zod'
import { limits } from './limits'
import { ownStatus, Preferences, Presence, statusText } from './preferences'
import { timeMs, userId } from './rows'
import { domain, method } from './specs'

const people = z.object({ userIds: z.array(userId).min(1).max(limits.presencePerWatch) })

export const presence = domain({
  set: method({
    doc: 'Sets the presence of the caller while connected, on all devices. The call replaces all of it: a text or an end that is left out is removed. While invisible, the caller looks offline to everyone else, whatever they read or draft. `invisible` takes neither text nor end.',
    auth: 'user',
    rate: 'write',
    input: z
      .object({ status: ownStatus, text: statusText.optional(), until: timeMs.optional() })
      .refine(({ status, text, until }) => status !== 'invisible' || (text === undefined && until === undefined), {
        error: 'invisible takes neither text nor until',
      }),
    output: Preferences,
    errors: [],
  }),
  watch: method({
    doc: 'Returns the presence of people, and subscribes this connection to `presence.changed` for each of them. People who were already watched stay watched. At most `limits.presenceWatched` per connection. Unknown ids are left out.',
    auth: 'user',
    rate: 'read',
    connectionOnly: true,
    input: people,
    output: z.object({ presences: z.array(Presence) }),
    errors: [],
  }),
  unwatch: method({
    doc: 'Ends `presence.watch` for these people on this connection.',
    auth: 'user',
    rate: 'read',
    connectionOnly: true,
    input: people,
    output: z.object({}),
    errors: [],
  }),
  idle: method({
    doc: 'Reports this connection’s device as idle or in use. A user whose connections are all idle is shown as away.',
    auth: 'user',
    rate: 'ephemeral',
    connectionOnly: true,
    input: z.object({ idle: z.boolean() }),
    output: z.object({}),
    errors: [],
  }),
})
