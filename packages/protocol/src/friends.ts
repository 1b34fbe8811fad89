import { z } from 'zod'
import { domain, method } from './contract'
import { Friend, friendNote, remark, userId } from './rows'

export const friends = domain({
  request: method({
    doc: 'Asks a person to be friends. Asking again replaces the note; when the other has asked already, both are friends at once. Answers the own row: `requested`, or `friends`.',
    auth: 'user',
    rate: 'lookup',
    input: z.object({ userId, note: friendNote.optional() }),
    output: Friend,
    errors: ['not_found', 'blocked', 'privacy'],
  }),
  answer: method({
    doc: 'Answers a request that was received. Accepting makes both friends and opens their direct chat with a greeting; declining leaves `removed`. The reply becomes the `note` of the asker’s row.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId, accept: z.boolean(), reply: friendNote.optional() }),
    output: Friend,
    errors: ['not_found'],
  }),
  remark: method({
    doc: 'Gives a friend a name of one’s own, which nobody else sees; null, or leaving it out, takes it away.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId, remark: remark.nullish() }),
    output: Friend,
    errors: ['not_found', 'not_friends'],
  }),
  remove: method({
    doc: 'Removes a friend, or withdraws one’s own request. The other still sees the friend, and can write again once both are friends again. `clear` also clears the direct chat on one’s own side, up to its newest message.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ userId, clear: z.boolean().default(false) }),
    output: Friend,
    errors: ['not_found'],
  }),
  block: method({
    doc: 'Blocks a person: neither can write to the other, and nothing that they ask gets through until they are unblocked. They are not told. A request of one’s own is withdrawn, one of theirs is dropped.',
    auth: 'user',
    rate: 'write',
    removes: true,
    input: z.object({ userId }),
    output: Friend,
    errors: ['not_found'],
  }),
  unblock: method({
    doc: 'Ends a block. A friendship that was there is there again; nothing that was asked meanwhile comes up.',
    auth: 'user',
    rate: 'write',
    input: z.object({ userId }),
    output: Friend,
    errors: ['not_found'],
  }),
})
