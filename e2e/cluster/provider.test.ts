import { expect, test } from 'bun:test'
import { TestNats } from '@parley/server/src/testing/nats'
import { TestProvider } from '@parley/server/src/testing/oidc-provider'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { whyNoEngines } from '../lib/engines'
import { callHttp } from '../lib/people'
import { Cluster } from './cluster'

const why = whyNoEngines()
if (why) console.log(`The test of sign-ins through providers on several nodes is skipped: ${why}.`)

const publicUrl = 'http://chat.parley.test'
const secret = 'the secret of parley'

test.skipIf(why !== undefined)('[OI3] a sign-in that begins on one node ends on another', async () => {
  const redirect_uris = [`${publicUrl}/auth/oidc/work/callback`]
  await using provider = await TestProvider.start([{ client_id: 'work', client_secret: secret, redirect_uris }])
  await provider.setPeople({ alice: { name: 'Alice', preferred_username: 'alice' } })
  await using postgres = await PostgresServer.start({ durable: true })
  await using nats = await TestNats.start()
  const services = { databaseUrl: await postgres.createDatabase(), natsUrl: nats.url }
  const env = {
    PARLEY_PUBLIC_URL: publicUrl,
    PARLEY_OIDC_WORK_ISSUER: provider.issuer,
    PARLEY_OIDC_WORK_CLIENT_ID: 'work',
    PARLEY_OIDC_WORK_CLIENT_SECRET: secret,
  }
  await using cluster = await Cluster.start(services, [env, env])
  const [first, second] = [cluster.node(0), cluster.node(1)]
  const visit = async () => {
    const begun = await fetch(`${first.url}/auth/oidc/work?back=/people`, { redirect: 'manual' })
    const cookie = (begun.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const { pathname, search } = new URL(await provider.signIn(begun.headers.get('location') ?? '', 'alice'))
    const ended = await fetch(`${second.url}${pathname}${search}`, { redirect: 'manual', headers: { cookie } })
    const repeated = await fetch(`${first.url}${pathname}${search}`, { redirect: 'manual', headers: { cookie } })
    expect(repeated.headers.get('location')).toContain('error=flow_over')
    const [, values] = (ended.headers.get('location') ?? '').split('#')
    return { values: new URLSearchParams(values), cookie, cookies: ended.headers.getSetCookie() }
  }
  const { values, cookie } = await visit()
  const params = { ticket: values.get('step') ?? '', username: 'alice', name: 'Alice' }
  const { session } = await callHttp(first.url, { method: 'accounts.registerIdentity', params, cookie })
  const again = await visit()
  expect(again.values.get('back')).toBe('/people')
  expect(again.cookies.some((line) => line.startsWith('parley_session='))).toBeTrue()
  const me = await callHttp(second.url, { method: 'accounts.me', params: {}, token: session.token })
  expect(me.user.username).toBe('alice')
})
