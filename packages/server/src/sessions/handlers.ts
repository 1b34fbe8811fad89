import type { Handlers } from '../lib/handlers'
import type { Sessions } from './sessions'

export const sessionsHandlers = (sessions: Sessions): Handlers<'sessions'> => ({
  list: async (caller) => ({ sessions: await sessions.list(caller) }),
  revoke: (caller, { sessionId }) => sessions.revoke(caller, sessionId),
  revokeOthers: async (caller) => ({ sessions: await sessions.revokeOthers(caller) }),
})
