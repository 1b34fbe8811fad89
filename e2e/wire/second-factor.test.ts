import { expect, test } from 'bun:test'
import { asParleyError } from '@parley/sdk/error'
import { callHttp as sdkHttp } from '@parley/sdk/http'
import { callTcp, createTcpClient } from '@parley/sdk/tcp-client'
import { totpCode } from '@parley/server/src/testing/second-factor'
import { callHttp, register } from '../lib/people'
import { RpcSocket } from '../lib/rpc-socket'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const password = 'plum tractor under seven clouds'

test('both steps of a sign-in work over HTTP, TCP and WebSocket, and a ticket of one works on the others', async () => {
  using directory = temporaryDirectory('second-factor')
  await using server = await startServer({ dataDir: `${directory.path}/data`, env: { PARLEY_RATE_LIMITS: 'off' } })
  const { url } = server
  const tcpUrl = `tcp://127.0.0.1:${await server.tcpPort()}`
  const alice = await register(url, 'alice')
  const own = { url, token: alice.token }
  const { secret } = await callHttp(url, { ...own, method: 'accounts.setUpTotp', params: { password } })
  const code = totpCode(secret, Date.now())
  const { recoveryCodes } = await callHttp(url, { ...own, method: 'accounts.confirmTotp', params: { code } })
  const login = { login: 'alice', password }
  using socket = await RpcSocket.connect(url)
  const firsts = [
    () => sdkHttp(url, 'accounts.login', login),
    () => callTcp({ url: tcpUrl }, 'accounts.login', login),
    () => socket.call('accounts.login', login),
  ]
  const ticketOf = async (first: () => Promise<unknown>): Promise<string> => {
    const thrown: unknown = await first().then(
      () => undefined,
      (error: unknown) => error,
    )
    const wire = (thrown as { wire?: unknown }).wire
    const { code: name, ticket, until } = asParleyError(wire === undefined ? thrown : wire)
    expect([name, typeof until]).toEqual(['second_factor_required', 'number'])
    return ticket ?? ''
  }
  const seconds = [
    (params: { ticket: string; code: string }) => callTcp({ url: tcpUrl }, 'accounts.passSecondFactor', params),
    (params: { ticket: string; code: string }) => socket.call('accounts.passSecondFactor', params),
    (params: { ticket: string; code: string }) => sdkHttp(url, 'accounts.passSecondFactor', params),
  ]
  for (const [at, second] of seconds.entries()) {
    const ticket = await ticketOf(firsts[at] ?? (() => Promise.resolve()))
    const typed = at === 0 ? totpCode(secret, Date.now(), 1) : (recoveryCodes[at] ?? '')
    const { session } = (await second({ ticket, code: typed })) as { session: { token: string } }
    const client = createTcpClient({ url: tcpUrl, token: session.token })
    const { user } = await client.call('accounts.me', {})
    expect(user.secondFactor?.recoveryCodesLeft).toBe(10 - at)
  }
})
