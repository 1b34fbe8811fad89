import { z } from 'zod'
import { domain, method } from './contract'
import { Session, sessionId } from './rows'

export const sessions = domain({
  list: method({
    doc: 'The own live sessions, newest use first.',
    auth: 'user',
    rate: 'read',
    input: z.object({}),
    output: z.object({ sessions: z.array(Session) }),
    errors: [],
  }),
  revoke: method({
    doc: 'Ends one of the own sessions; its connections close with 4501.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({ sessionId }),
    output: Session,
    errors: ['not_found'],
  }),
  revokeOthers: method({
    doc: 'Ends all own sessions but this one.',
    auth: 'user',
    rate: 'write',
    removes: true,
    final: true,
    input: z.object({}),
    output: z.object({ sessions: z.array(Session) }),
    errors: [],
  }),
})
