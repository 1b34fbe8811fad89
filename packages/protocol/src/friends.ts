import { z } from 'zod'
import { Friend, friendNote, remark, userId } from './rows'
import { domain, method } from './specs'

export const friends = domain({
  request: method({
    doc: 'Sends a friend request. Repeating it replaces the note. If the other person has already sent one, both become friends at once. Returns the caller’s row: `requested` or `friends`.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ userId, note: friendNote.optional() }),
    output: Friend,
    errors: ['not_found', 'blocked', 'privacy', 'peer_closed', 'newcomer_requests', 'newcomer_link', 'word_refused'],
  }),
  answer: method({
    doc: 'Answers a received friend request. Accepting makes both friends and opens their direct chat with a greeting. Declining leaves `removed`. The reply becomes the `note` in the row of the person who asked.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId, accept: z.boolean(), reply: friendNote.optional() }),
    output: Friend,
    errors: ['not_found', 'newcomer_link', 'word_refused'],
  }),
  remark: method({
    doc: 'Sets the caller’s private name for a friend, which no one else sees. Null, or leaving it out, removes the name.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId, remark: remark.nullish() }),
    output: Friend,
    errors: ['not_found', 'not_friends'],
  }),
  remove: method({
    doc: 'Removes a friend, or withdraws a friend request of the caller. The other person still sees the caller as a friend, and can write again once both are friends again. `clear` also clears the direct chat for the caller, up to its newest message.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ userId, clear: z.boolean().default(false) }),
    output: Friend,
    errors: ['not_found'],
  }),
  block: method({
    doc: 'Blocks a person. Neither can write to the other, and requests of the blocked person have no effect until they are unblocked. They are not told. The caller’s pending request is withdrawn, and theirs is dropped.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: z.object({ userId }),
    output: Friend,
    errors: ['not_found'],
  }),
  unblock: method({
    doc: 'Ends a block. A friendship from before is restored. Requests made in the meantime are lost.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId }),
    output: Friend,
    errors: ['not_found'],
  }),
})
