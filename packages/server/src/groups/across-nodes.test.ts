import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock, settle } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { noPeers } from '../testing/no-peers'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    ({ code }: Refused) => code,
  )

/** Two nodes on one database: alice, the owner, on one, bob on the other, and a group of both. */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const place = (node: string) => ({ node, peers: noPeers, roles: ['api', 'gateway', 'worker'] as const })
  const own = { kind: 'sqlite', clock } as const
  const here = await TestApp.start({ ...own, bus: links.open(), cluster: place('here') })
  const there = await TestApp.start({ ...own, bus: links.open(), cluster: place('there'), beside: here })
  const alice = await here.person('alice', { setup: (await here.core.setupCode.renew()) ?? '' })
  const bob = await there.person('bob')
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Friends', userIds: [bob.me.id] })
  await settle()
  return {
    links,
    clock,
    here,
    there,
    alice,
    bob,
    group,
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

type Act = (alice: Person, bob: Person, group: ChatId) => Promise<unknown>
const ends: readonly (readonly [what: string, refusal: string, end: Act, back: Act | undefined])[] = [
  [
    'muted',
    'muted',
    (alice, bob, chatId) => alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 60_000 }),
    (alice, bob, chatId) => alice.call('groups.mute', { chatId, userId: bob.me.id, forMs: 0 }),
  ],
  [
    'muted with all',
    'muted_all',
    (alice, _bob, chatId) => alice.call('groups.muteAll', { chatId, muted: true }),
    (alice, _bob, chatId) => alice.call('groups.muteAll', { chatId, muted: false }),
  ],
  [
    'removed',
    'not_a_member',
    (alice, bob, chatId) => alice.call('groups.remove', { chatId, userId: bob.me.id }),
    (alice, bob, chatId) => alice.call('groups.invite', { chatId, userIds: [bob.me.id] }),
  ],
  [
    'in a group that is dissolved',
    'dissolved',
    (alice, _bob, chatId) => alice.call('groups.dissolve', { chatId }),
    undefined,
  ],
]

for (const [what, refusal, end, back] of ends)
  test(`[GP4] [DL12] who is ${what} on another node gets nothing through, also when the bus loses everything`, async () => {
    await using nodes = await scene()
    const { links, alice, bob, group } = nodes
    // Caches the access on this node.
    expect(await code(bob.say(group, 'before'))).toBe('done')
    links.loses = () => true
    await end(alice, bob, group)
    expect(await code(bob.say(group, 'after'))).toBe(refusal)
    expect(await code(bob.say(group, 'again'))).toBe(refusal)
    if (back) {
      await back(alice, bob, group)
      expect(await code(bob.say(group, 'let in again'))).toBe('done')
    }
    const { messages } = await alice.call('messages.list', { chatId: group })
    const texts = messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : []))
    expect(texts).toEqual(back ? ['before', 'let in again'] : ['before'])
  })

test('[GP4] [GP8] a user who is muted in the world on another node stores nothing, even when the bus loses everything', async () => {
  await using nodes = await scene()
  const { links, alice, bob } = nodes
  const chatId = WORLD_CHAT_ID as ChatId
  expect(await code(bob.say(chatId, 'before'))).toBe('done')
  links.loses = () => true
  await alice.call('channels.mute', { chatId, userId: bob.me.id, forMs: 60_000 })
  expect(await code(bob.say(chatId, 'after'))).toBe('muted')
  await alice.call('channels.mute', { chatId, userId: bob.me.id, forMs: 0 })
  expect(await code(bob.say(chatId, 'let in again'))).toBe('done')
})

test('[GP6] the owner and admins receive join requests on every node', async () => {
  await using nodes = await scene()
  const { there, here, alice, bob, group } = nodes
  await alice.call('groups.setRole', { chatId: group, userId: bob.me.id, role: 'admin' })
  await alice.call('groups.update', { chatId: group, joinPolicy: 'approval' })
  await settle()
  const carol = await there.person('carol')
  const dave = await here.person('dave')
  await carol.call('groups.join', { chatId: group })
  await dave.call('groups.join', { chatId: group })
  await settle()
  for (const one of [alice, bob])
    expect(one.connection.events('chat.requests').map(({ count }) => count)).toEqual([1, 2])
  expect(carol.connection.events('chat.requests')).toEqual([])
})
