import { z } from 'zod'
import { Session, sessionId } from './rows'
import { domain, method } from './specs'

export const sessions = domain({
  list: method({
    doc: 'Returns the caller’s live sessions, most recently used first.',
    auth: 'user',
    rate: 'read',
    protects: true,
    input: z.object({}),
    output: z.object({ sessions: z.array(Session) }),
    errors: [],
  }),
  revoke: method({
    doc: 'Ends one of the caller’s sessions. Its connections close with 4501.',
    auth: 'user',
    rate: 'write',
    removes: true,
    protects: true,
    final: true,
    input: z.object({ sessionId }),
    output: Session,
    errors: ['not_found'],
  }),
  revokeOthers: method({
    doc: 'Ends all sessions of the caller except this one.',
    auth: 'user',
    rate: 'write',
    removes: true,
    protects: true,
    final: true,
    input: z.object({}),
    output: z.object({ sessions: z.array(Session) }),
    errors: [],
  }),
})
