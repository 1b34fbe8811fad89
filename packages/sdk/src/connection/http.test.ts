import { expect, test } from 'bun:test'
import { callHttp, httpCaller } from './http'

/** A server that answers every call with `answer`, and what it was asked. */
const serving = (answer: () => Response) => {
  const asked: { path: string; body: unknown; authorization: string | null; type: string | null }[] = []
  const server = Bun.serve({
    port: 0,
    fetch: async (request) => {
      const { headers } = request
      const body: unknown = await request.json()
      const path = new URL(request.url).pathname
      asked.push({ path, body, authorization: headers.get('authorization'), type: headers.get('content-type') })
      return answer()
    },
  })
  return { url: `http://localhost:${server.port}`, asked, [Symbol.dispose]: () => void server.stop(true) }
}

test('a call over HTTP is a POST of its parameters, and answers the result', async () => {
  using server = serving(() => Response.json({ registration: 'open', challenge: true, sendsMail: false }))
  expect(await callHttp(server.url, 'accounts.policy', { invite: 'code' })).toEqual({
    registration: 'open',
    challenge: true,
    sendsMail: false,
  })
  await httpCaller({ url: server.url, token: 'secret' })('accounts.me', {})
  expect(server.asked).toEqual([
    { path: '/api/accounts.policy', body: { invite: 'code' }, authorization: null, type: 'application/json' },
    { path: '/api/accounts.me', body: {}, authorization: 'Bearer secret', type: 'application/json' },
  ])
})

test('a refusal over HTTP is a ParleyError by name; one that this client does not know is internal', async () => {
  const data = { code: 'weak_password', retry: false, field: 'password' }
  using server = serving(() => Response.json({ error: { code: -32013, message: 'Weak', data } }, { status: 400 }))
  const caught = (error: unknown) => error
  expect(await callHttp(server.url, 'accounts.me', {}).catch(caught)).toMatchObject(data)
  using newer = serving(() => Response.json({ error: { message: '?', data: { code: 'too_new' } } }, { status: 400 }))
  expect(await callHttp(newer.url, 'accounts.me', {}).catch(caught)).toMatchObject({ code: 'internal', retry: false })
})

test('a server that is not reached, or answers no JSON, is unavailable', async () => {
  using proxy = serving(() => new Response('<html>Bad gateway</html>', { status: 502 }))
  const unreached = { code: 'unavailable', retry: true, unanswered: true }
  const caught = (error: unknown) => error
  expect(await callHttp(proxy.url, 'accounts.me', {}).catch(caught)).toMatchObject(unreached)
  expect(await callHttp('http://localhost:1', 'accounts.me', {}).catch(caught)).toMatchObject(unreached)
})
