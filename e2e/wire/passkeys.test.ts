import { expect, test } from 'bun:test'
import type { PasskeyRequest, UsedCredential } from '@parley/protocol'
import { asParleyError } from '@parley/sdk/error'
import { callHttp as sdkHttp } from '@parley/sdk/http'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'
import { TestAuthenticator } from '@parley/server/src/testing/authenticator'
import { callHttp, register } from '../lib/people'
import { RpcSocket } from '../lib/rpc-socket'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const password = 'plum tractor under seven clouds'
const origin = 'https://chat.example'

test('passkeys sign in over HTTP, TCP and WebSocket, and a challenge of one works on the others', async () => {
  using directory = temporaryDirectory('passkeys')
  const env = { PARLEY_RATE_LIMITS: 'off', PARLEY_PUBLIC_URL: origin }
  await using server = await startServer({ dataDir: `${directory.path}/data`, env })
  const { url } = server
  const tcpUrl = `tcp://127.0.0.1:${await server.tcpPort()}`
  const alice = await register(url, 'alice')
  const own = { url, token: alice.token }
  const device = new TestAuthenticator()
  const options = await callHttp(url, { ...own, method: 'accounts.setUpPasskey', params: { password } })
  const credential = await device.create(options, origin)
  await callHttp(url, { ...own, method: 'accounts.addPasskey', params: { credential } })
  using socket = await RpcSocket.connect(url)
  const requests: (() => Promise<unknown>)[] = [
    () => sdkHttp(url, 'accounts.passkeyRequest', {}),
    () => callTcp({ url: tcpUrl }, 'accounts.passkeyRequest', {}),
    () => socket.call('accounts.passkeyRequest', {}),
  ]
  const logins: ((params: { credential: UsedCredential }) => Promise<unknown>)[] = [
    (params) => callTcp({ url: tcpUrl }, 'accounts.loginWithPasskey', params),
    (params) => socket.call('accounts.loginWithPasskey', params),
    (params) => sdkHttp(url, 'accounts.loginWithPasskey', params),
  ]
  for (const [at, login] of logins.entries()) {
    const request = (await requests[at]?.()) as PasskeyRequest
    expect(request.rpId).toBe('chat.example')
    const { session } = (await login({ credential: await device.use(request, origin) })) as {
      session: { token: string }
    }
    const client = createTcpClient({ url: tcpUrl, token: session.token })
    expect((await client.call('accounts.me', {})).user.passkeys).toBe(1)
  }
  const request = (await requests[0]?.()) as PasskeyRequest
  const elsewhere = await device.use(request, 'https://chat.example:8443')
  const refused: unknown = await sdkHttp(url, 'accounts.loginWithPasskey', { credential: elsewhere }).catch(
    (error: unknown) => error,
  )
  expect(asParleyError(refused).code).toBe('passkey_invalid')
})
