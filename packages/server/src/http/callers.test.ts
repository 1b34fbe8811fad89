import { expect, test } from 'bun:test'
import { isCaller } from '../dispatch/dispatch'
import { readProxies } from '../lib/networks'
import { HeldReads } from '../testing/held-reads'
import { refusal } from '../testing/refusal'
import { TestApp } from '../testing/test-app'
import { Callers } from './callers'
import { Origins } from './origin'

test('a call that waited while its session ended does nothing', async () => {
  let reads: HeldReads | undefined
  const wrap = (database: ConstructorParameters<typeof HeldReads>[0]) => {
    reads = new HeldReads(database)
    return reads
  }
  await using app = await TestApp.start({ wrap })
  const alice = await app.person('alice')
  const trustProxy = readProxies('off')
  if (!trustProxy) throw new Error('no proxies')
  const callers = new Callers({
    sessions: app.core.sessions,
    serviceTokens: app.core.serviceTokens,
    origins: new Origins({ publicUrl: undefined, trustProxy }),
  })
  const headers = { authorization: `Bearer ${alice.token}` }
  const call = async () => {
    const request = new Request('http://parley.test/api/accounts.me', { headers })
    const who = await callers.find(request, { remoteAddress: () => '127.0.0.1', look: 'yes' })
    const asked = { method: 'accounts.me', params: {}, bytes: 2, requestId: 'test', transport: 'http' } as const
    return { who, done: refusal(app.core.calls.call({ ...asked, who })) }
  }
  const remembered = await call()
  await remembered.done
  const held = reads?.hold()
  // The account's reads run one at a time: the second one waits for the first.
  const first = await call()
  await held?.answered
  const second = await call()
  if (!isCaller(first.who)) throw new Error('not signed in')
  await app.core.sessions.revoke(first.who, first.who.sessionId)
  held?.release()
  expect([await first.done, await second.done]).toEqual(['done', ['unauthenticated', undefined]])
})
