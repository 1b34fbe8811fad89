import type { Handlers } from '../lib/handlers'
import type { Invites } from './invites'

export const invitesHandlers = (invites: Invites): Handlers<'invites'> => ({
  create: (caller, input) => invites.create(caller, input),
  list: (caller) => invites.list(caller),
  revoke: (caller, { code }) => invites.revoke(caller, code),
  open: (caller, { code }) => invites.open(caller, code),
})
