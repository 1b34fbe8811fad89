import { expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import type { Peers } from '../bus/peers'
import { fail } from '../lib/fail'
import { FakeClock, settle } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { callAsService, serviceOf } from '../testing/service'
import { type Refused, TestApp } from '../testing/test-app'
import { serveForwarded } from './forwarded-calls'

/** Carries requests to their executor, and can be cut. */
class CarriedPeers implements Peers {
  carried = 0
  works = true
  private answer: ((request: string) => Promise<string>) | undefined
  async serve(_role: 'api', answer: (request: string) => Promise<string>): Promise<() => void> {
    this.answer = answer
    return () => {}
  }
  async request(_role: 'api', request: string): Promise<string> {
    if (!this.works || !this.answer) throw fail('unavailable')
    this.carried++
    return this.answer(request)
  }
  async announce(): Promise<void> {}
  async list(): Promise<[]> {
    return []
  }
}

/** A node that runs calls, and one that only holds connections. */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const peers = new CarriedPeers()
  const api = await TestApp.start({ clock, bus: links.open(), cluster: { node: 'api', peers, roles: ['api'] } })
  const place = { node: 'gateway', peers, roles: ['gateway'] as const }
  const gateway = await TestApp.start({ clock, bus: links.open(), cluster: place, beside: api })
  const { calls, serviceTokens } = api.core
  await serveForwarded({
    ...{ calls, peers, around: (call) => call() },
    isTokenValid: (id) => serviceTokens.isValid(id),
  })
  return {
    api,
    peers,
    gateway,
    [Symbol.asyncDispose]: async () => {
      await gateway[Symbol.asyncDispose]()
      await api[Symbol.asyncDispose]()
    },
  }
}

const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    ({ code, field }: Refused) => (field ? `${code} ${field}` : code),
  )

test('[DL35] a node that only holds connections has its calls run elsewhere, whatever they answer', async () => {
  await using nodes = await scene()
  const { gateway, peers } = nodes
  const alice = await gateway.person('alice')
  const bob = await gateway.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  await alice.say(chat.id, 'hello')
  await settle()
  expect(bob.connection.events('chat.delta').at(-1)?.messages?.[0]?.body).toEqual({ type: 'text', text: 'hello' })
  expect(peers.carried).toBeGreaterThanOrEqual(4)
  const id = newUuidV7() as never
  const wrong = { id, chatId: chat.id, body: { type: 'text', text: '' } } as const
  expect(await codeOf(alice.call('messages.send', wrong))).toBe('invalid_params body.text')
  expect(await codeOf(alice.call('admin.settings', {}))).toBe('forbidden')
  expect(await codeOf(gateway.connect().call('users.get', { ids: [] }))).toBe('unauthenticated')
  expect(await codeOf(alice.call('no.such' as 'users.get', { ids: [] }))).toBe('method_not_found')
})

test('[DL35] many sends at once keep their order', async () => {
  await using nodes = await scene()
  const { gateway } = nodes
  const alice = await gateway.person('alice')
  const bob = await gateway.person('bob')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const sent = await Promise.all(Array.from({ length: 20 }, (_, at) => alice.say(chat.id, `text ${at}`)))
  expect(sent.map(({ seq }) => seq)).toEqual(sent.map((_, at) => at + 1))
})

test('[DL35] without an executor calls fail and can be repeated; calls about the connection still work', async () => {
  await using nodes = await scene()
  const { gateway, peers } = nodes
  const alice = await gateway.person('alice')
  peers.works = false
  expect(await codeOf(alice.call('users.search', { query: 'bob' }))).toBe('unavailable')
  expect(await codeOf(alice.call('session.ping', {}))).toBe('ok')
  peers.works = true
  expect(await codeOf(alice.call('users.search', { query: 'bob' }))).toBe('ok')
})

test('[SV2] a forwarded call that waits for its turn asks whether its token still works', async () => {
  await using nodes = await scene()
  const { api, gateway } = nodes
  const shop = await serviceOf(api)
  const call = (at: number) => {
    const users = Array.from({ length: 20 }, (_, person) => ({ externalId: `${at}-${person}`, name: 'Anna' }))
    return codeOf(callAsService(gateway, shop.secret, ['service.upsertUsers', { users }]))
  }
  const calls = Array.from({ length: 40 }, (_, at) => call(at))
  await Promise.any(calls)
  await api.core.serviceTokens.revoke('command line', shop.id)
  const answers = await Promise.all(calls)
  // The two that ran when the token ended, and those before.
  expect(answers.at(-1)).toBe('unauthenticated')
  expect(answers.filter((answer) => answer === 'ok').length).toBeLessThan(20)
})
