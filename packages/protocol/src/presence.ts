import { z } from 'zod'
import { domain, method } from './contract'
import { limits } from './limits'
import { ownStatus, Preferences, Presence, statusText } from './preferences'
import { timeMs, userId } from './rows'

const people = z.object({ userIds: z.array(userId).min(1).max(limits.presencePerWatch) })

export const presence = domain({
  set: method({
    doc: 'Sets what the caller is shown as while connected, on all devices: the whole of it, so that a text or an end that is left out is gone. While invisible somebody looks offline to everybody else, whatever they read or write drafts of; a text or an end goes with no invisibility.',
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
    doc: 'How people show themselves now to the caller, and from then on each change as `presence.changed` on this connection. Ids that were named before stay watched; at most `limits.presenceWatched` on a connection. Unknown ids are left out.',
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
    doc: 'Says that nobody is at this connection’s device, or is again. Whose connections are all idle is shown as away.',
    auth: 'user',
    rate: 'ephemeral',
    connectionOnly: true,
    input: z.object({ idle: z.boolean() }),
    output: z.object({}),
    errors: [],
  }),
})
