import type { Handlers } from '../lib/handlers'
import type { Invites } from './invites'

export const invitesHandlers = (invites: Invites): Handlers<'invites'> => ({
  create: (caller) => invites.create(caller),
  revoke: (caller, { code }) => invites.revoke(caller, code),
  open: (caller, { code }) => invites.open(caller, code),
})
