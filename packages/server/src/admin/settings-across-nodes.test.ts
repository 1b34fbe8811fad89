import { expect, test } from 'bun:test'
import { contract, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { defaultSendingLimits } from '@parley/protocol/moderation'
import { eventually } from '../testing/eventually'
import { FakeClock, settle } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { noPeers } from '../testing/no-peers'
import { outcome } from '../testing/refusal'
import { type Person, TestApp } from '../testing/test-app'

const password = 'correct horse 3 battery'
const limits = { ...defaultSendingLimits, newcomerMs: 0 }

/** Two nodes. Alice administers on one of them, and bob uses the other one. */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  const here = await TestApp.start({ clock, bus: links.open(), cluster: place('here') })
  const alice = await here.person('alice', { setup: (await here.core.setupCode.renew()) ?? '' })
  const { me, token } = await here.person('bob', { password })
  const there = await TestApp.start({ clock, bus: links.open(), cluster: place('there'), beside: here })
  await settle()
  const bob = await there.signedIn(me, token)
  return {
    ...{ here, there, clock, alice, bob },
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}
type Scene = Awaited<ReturnType<typeof scene>>

/** The outcome of several messages of bob, each in turn. */
const sayThrice = async (bob: Person): Promise<string> => {
  const codes: string[] = []
  for (let at = 0; at < 3; at++) codes.push(await outcome(bob.say(WORLD_CHAT_ID, `message ${at}`)))
  return codes.join(' ')
}

const register = ({ there }: Scene, address = '198.51.100.9') =>
  outcome(
    there
      .connectFrom(address)
      .call('accounts.register', { username: `new.${newUuidV7().slice(-12)}`, name: 'New', password }),
  )

interface Setting {
  /** An earlier change that the act depends on. */
  readonly given?: (scene: Scene) => Promise<unknown>
  /** The change, on one node. */
  readonly change: (scene: Scene) => Promise<unknown>
  /** An act on the other node, with its outcome. */
  readonly act: (scene: Scene) => Promise<string>
  readonly before: string
  readonly after: string
}

const setMailDomains = ({ alice }: Scene, refused: string[]) =>
  alice.call('admin.setMailDomains', { refused, allowed: [] })

/** Every setting, by the method that changes it and the effect. */
const settings: Readonly<Record<string, Setting>> = {
  'admin.setLimits of the flood brake': {
    change: ({ alice }) => alice.call('admin.setLimits', { limits: { ...limits, floodMessages: 2 } }),
    act: ({ bob }) => sayThrice(bob),
    before: 'yes yes yes',
    after: 'flood_muted flood_muted flood_muted',
  },
  'admin.setLimits of new accounts': {
    change: ({ alice }) =>
      alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs: 3_600_000 } }),
    act: ({ bob }) => outcome(bob.say(WORLD_CHAT_ID, 'see https://parley.test')),
    before: 'yes',
    after: 'newcomer_link',
  },
  'admin.setWords': {
    change: ({ alice }) => alice.call('admin.setWords', { words: ['kite'], patterns: ['bo+at'] }),
    act: async ({ bob }) =>
      `${await outcome(bob.say(WORLD_CHAT_ID, 'a kite'))} ${await outcome(bob.say(WORLD_CHAT_ID, 'a booat'))}`,
    before: 'yes yes',
    after: 'word_refused word_refused',
  },
  'admin.setMailDomains': {
    change: (it) => setMailDomains(it, ['late.example']),
    act: ({ bob }) => outcome(bob.call('accounts.setEmail', { email: 'b@late.example', password })),
    before: 'yes',
    after: 'email_refused',
  },
  'admin.blockNetwork for sign-ups': {
    change: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
    act: (it) => register(it, '203.0.113.8'),
    before: 'yes',
    after: 'network_blocked',
  },
  'admin.blockNetwork for sign-ins': {
    change: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.8', forMs: 60_000 }),
    act: ({ there }) => outcome(there.connectFrom('203.0.113.8').call('accounts.login', { login: 'bob', password })),
    before: 'yes',
    after: 'network_blocked',
  },
  'admin.unblockNetwork': {
    given: ({ alice }) => alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 }),
    change: ({ alice }) => alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' }),
    act: (it) => register(it, '203.0.113.8'),
    before: 'network_blocked',
    after: 'yes',
  },
  'admin.setRegistration': {
    change: ({ alice }) => alice.call('admin.setRegistration', { registration: 'closed' }),
    act: register,
    before: 'yes',
    after: 'registration_closed',
  },
  'admin.setServerName': {
    change: ({ alice }) => alice.call('admin.setServerName', { serverName: 'Lakeside' }),
    act: async ({ there }) => (await there.connect().call('accounts.policy', {})).serverName ?? 'none',
    before: 'none',
    after: 'Lakeside',
  },
  'admin.setTrusted': {
    given: ({ alice }) => alice.call('admin.setLimits', { limits: { ...defaultSendingLimits, newcomerMs: 3_600_000 } }),
    change: ({ alice, bob }) => alice.call('admin.setTrusted', { userId: bob.me.id, trusted: true }),
    act: ({ bob }) => outcome(bob.say(WORLD_CHAT_ID, 'see https://parley.test')),
    before: 'newcomer_link',
    after: 'yes',
  },
  'channels.setOpen of the world': {
    change: ({ alice }) => alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false }),
    act: ({ bob }) => outcome(bob.say(WORLD_CHAT_ID, 'hello')),
    before: 'yes',
    after: 'channel_closed',
  },
  'channels.update of the world': {
    change: ({ alice }) => alice.call('channels.update', { chatId: WORLD_CHAT_ID, mutedAll: true }),
    act: ({ bob }) => outcome(bob.say(WORLD_CHAT_ID, 'hello')),
    before: 'yes',
    after: 'muted_all',
  },
}

test.each(Object.entries(settings))('%s acts on the other node within a second', async (_name, setting) => {
  await using it = await scene()
  const { clock } = it
  await it.alice.call('admin.setLimits', { limits })
  await setting.given?.(it)
  await clock.advance(1_000)
  await eventually(async () => (await setting.act(it)) === setting.before)
  await setting.change(it)
  await clock.advance(1_000)
  // The fake clock doesn't wait for the answers of the database.
  await eventually(async () => (await setting.act(it)) === setting.after)
})

test('the settings above are all that administrators change', () => {
  const changed = Object.keys(contract.admin).filter((name) => /^(?:set[A-Z]|block|unblock)/.test(name))
  const tested = new Set(Object.keys(settings).map((name) => name.split(' ')[0]))
  // Disabling ends sessions, which other tests cover.
  expect(changed.filter((name) => !tested.has(`admin.${name}`))).toEqual(['setDisabled'])
})
