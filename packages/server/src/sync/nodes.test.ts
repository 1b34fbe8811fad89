import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import type { Peers } from '../bus/peers'
import { FakeClock, settle } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { type Person, type Refused, TestApp } from '../testing/test-app'

/** Calls go directly to the serving node, as JSON. */
class DirectPeers implements Peers {
  private readonly answers: ((request: string) => Promise<string>)[] = []
  async serve(_role: 'api', answer: (request: string) => Promise<string>): Promise<() => void> {
    this.answers.push(answer)
    return () => {}
  }
  async request(_role: 'api', request: string): Promise<string> {
    const [answer] = this.answers
    if (!answer) throw new Error('nobody serves')
    return answer(request)
  }
  async announce(): Promise<void> {}
  async list(): Promise<[]> {
    return []
  }
}

const isAbout = (chatId: ChatId) => (message: BusMessage) => message.kind === 'chat' && message.chatId === chatId

/** Two nodes on one database: alice on one, bob and carol on the other, and a group of alice and bob. */
const scene = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const peers = new DirectPeers()
  const place = (node: string) => ({ node, peers, roles: ['api', 'gateway', 'worker'] as const })
  // These tests cover messages between nodes; e2e/cluster tests whole clusters on PostgreSQL and NATS.
  const own = { kind: 'sqlite', clock } as const
  const here = await TestApp.start({ ...own, bus: links.open(), cluster: place('here') })
  const there = await TestApp.start({ ...own, bus: links.open(), cluster: place('there'), beside: here })
  const alice = await here.person('alice')
  const bob = await there.person('bob')
  const carol = await there.person('carol')
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
    carol,
    group,
    [Symbol.asyncDispose]: async () => {
      await there[Symbol.asyncDispose]()
      await here[Symbol.asyncDispose]()
    },
  }
}

const textsOf = (person: Person, chatId: ChatId): string[] =>
  person.connection
    .events('chat.delta')
    .filter((delta) => delta.chatId === chatId)
    .flatMap(({ messages = [] }) => messages.map(({ body }) => ('text' in body ? body.text : body.type)))

const nudgesOf = (person: Person, chatId: ChatId) =>
  person.connection.events('chat.delta').filter((delta) => delta.chatId === chatId && delta.from === delta.rev)

test('[DL11] the first member of a chat on their node receives it from their user delta on', async () => {
  await using nodes = await scene()
  const { links, alice, carol } = nodes
  // Deltas of a chat don't reach nodes without members.
  links.loses = ({ kind }) => kind === 'chat'
  const { chat } = await alice.call('chats.direct', { userId: carol.me.id })
  links.loses = () => false
  await settle()
  expect(carol.connection.events('user.delta').at(-1)?.states?.[0]?.chatId).toBe(chat.id)
  await alice.say(chat.id, 'welcome')
  await settle()
  expect(textsOf(carol, chat.id)).toEqual(['welcome'])
})

test('[DL11] the sweep subscribes a member who missed being added, even after a later event reached them', async () => {
  await using nodes = await scene()
  const { links, clock, here, alice, carol } = nodes
  const elsewhere = await here.signedIn(carol.me, carol.token)
  links.loses = () => true
  const { chat } = await alice.call('chats.direct', { userId: carol.me.id })
  links.loses = () => false
  await elsewhere.call('accounts.update', { name: 'Carol' })
  await settle()
  expect(carol.connection.events('user.delta').at(-1)?.me?.name).toBe('Carol')
  await clock.advance(limits.convergenceMs)
  await alice.say(chat.id, 'are you there')
  await settle()
  expect(textsOf(carol, chat.id)).toEqual(['are you there'])
})

test('[DL11] the sweep subscribes a member who was added while the bus lost everything', async () => {
  await using nodes = await scene()
  const { links, clock, alice, carol, group } = nodes
  links.loses = () => true
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  links.loses = () => false
  await clock.advance(limits.convergenceMs)
  expect(carol.connection.events('user.delta').at(-1)).toMatchObject({ rev: expect.any(Number) })
  await alice.say(group, 'can you hear me')
  await settle()
  expect(textsOf(carol, group)).toContain('can you hear me')
})

test('[DL11] [DL13] a member whose removal the bus lost receives nothing after it', async () => {
  await using nodes = await scene()
  const { links, here, alice, bob, group } = nodes
  const elsewhere = await here.signedIn(bob.me, bob.token)
  links.loses = () => true
  await elsewhere.call('groups.leave', { chatId: group })
  links.loses = () => false
  await alice.say(group, 'without bob')
  await settle()
  await alice.say(group, 'still without bob')
  await settle()
  expect(textsOf(bob, group)).not.toContain('without bob')
  expect(textsOf(bob, group)).not.toContain('still without bob')
})

test('[DL11] a removal that is the first event of a chat on this node reaches the removed member', async () => {
  await using nodes = await scene()
  const { here, there, bob, group } = nodes
  there.core.delivery.stop()
  there.core.delivery.start()
  const elsewhere = await here.signedIn(bob.me, bob.token)
  const { leftSeq } = await elsewhere.call('groups.leave', { chatId: group })
  await settle()
  const heard = bob.connection.events('chat.delta').filter(({ chatId }) => chatId === group)
  expect(heard.at(-1)?.members).toMatchObject([{ userId: bob.me.id, leftSeq }])
})

test('[DL13] a member whose removal was lost before this node served the chat receives nothing either', async () => {
  await using nodes = await scene()
  const { links, here, there, alice, bob, carol, group } = nodes
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  await settle()
  there.core.delivery.stop()
  links.loses = () => true
  const elsewhere = await here.signedIn(bob.me, bob.token)
  await elsewhere.call('groups.leave', { chatId: group })
  links.loses = () => false
  there.core.delivery.start()
  await alice.say(group, 'without bob')
  await settle()
  expect(textsOf(carol, group)).toContain('without bob')
  expect(textsOf(bob, group)).not.toContain('without bob')
})

test('[DL10] after the bus lost a user delta, the devices resync', async () => {
  await using nodes = await scene()
  const { links, clock, here, bob, group } = nodes
  await nodes.alice.say(group, 'read me')
  links.loses = () => true
  const elsewhere = await here.signedIn(bob.me, bob.token)
  const { rev } = await elsewhere.call('chats.markRead', { chatId: group, seq: 2 })
  links.loses = () => false
  await clock.advance(limits.convergenceMs)
  expect(bob.connection.events('user.delta').at(-1)).toEqual({ from: rev, rev })
})

test('[DL10] a user who connects right after a sweep of an empty node misses nothing', async () => {
  await using nodes = await scene()
  const { links, clock, there, alice, bob, carol, group } = nodes
  for (const { connection } of [bob, carol]) connection.connection.end()
  links.loses = () => true
  await alice.say(group, 'before')
  await clock.advance(limits.convergenceMs)
  const back = await there.signedIn(bob.me, bob.token)
  const { chats } = await back.call('sync.pull', { user: 1, last: false, chats: { [group]: 1 } })
  const pulled = chats.find(({ chatId }) => chatId === group)?.messages ?? []
  expect(pulled.map(({ body }) => (body.type === 'text' ? body.text : body.type))).toContain('before')
  const { rev } = await alice.say(group, 'after')
  links.loses = () => false
  await clock.advance(limits.convergenceMs)
  await settle()
  expect(nudgesOf(back, group).at(-1)).toEqual({ chatId: group, from: rev, rev })
})

test('[DL29] a node without connections learns from the database that a session ended', async () => {
  await using nodes = await scene()
  const { links, clock, here, there, bob, carol } = nodes
  for (const { connection } of [bob, carol]) connection.connection.end()
  const login = { login: 'bob', password: 'correct horse 3 battery' }
  const { session } = await here.connect().call('accounts.login', login)
  const elsewhere = await here.signedIn(bob.me, session.token)
  links.loses = () => true
  await elsewhere.call('sessions.revokeOthers', {})
  links.loses = () => false
  expect(await there.core.sessions.authenticate(bob.token)).toBeDefined()
  await clock.advance(limits.convergenceMs)
  expect(await there.core.sessions.authenticate(bob.token)).toBeUndefined()
})

test('[DL10] deltas that two nodes publish alternately go out in the order of rev, whatever order they arrive in', async () => {
  await using nodes = await scene()
  const { links, alice, bob, group, carol } = nodes
  await alice.call('groups.invite', { chatId: group, userIds: [carol.me.id] })
  await settle()
  let held = 0
  links.loses = (message) => isAbout(group)(message) && held++ % 2 === 0
  for (let at = 0; at < 10; at++) await (at % 2 === 0 ? alice : bob).say(group, `text ${at}`)
  links.loses = () => false
  await alice.say(group, 'the end')
  await settle()
  for (const person of [alice, bob, carol]) {
    const revs = person.connection
      .events('chat.delta')
      .filter(({ chatId, from, rev }) => chatId === group && from < rev)
    for (const [at, { from }] of revs.entries()) if (at > 0) expect(from).toBe(revs[at - 1]?.rev as number)
    expect(textsOf(person, group).filter((text) => text.startsWith('text')).length).toBe(10)
  }
  expect(nudgesOf(carol, group)).toEqual([])
})

test('[DL29] a session that ends on one node ends on every other, even when the bus loses the event', async () => {
  for (const lost of [false, true]) {
    await using nodes = await scene()
    const { links, clock, here, there, bob } = nodes
    const password = 'correct horse 3 battery'
    const { session } = await here.connect().call('accounts.login', { login: 'bob', password })
    const elsewhere = await here.signedIn(bob.me, session.token)
    links.loses = () => lost
    await elsewhere.call('sessions.revokeOthers', {})
    links.loses = () => false
    if (lost) await clock.advance(limits.convergenceMs)
    else await settle()
    expect(bob.connection.closedWith).toBe(4501)
    const again = there.connect()
    expect(await again.call('session.open', { token: bob.token }).catch((error: Refused) => error.code)).toBe(
      'unauthenticated',
    )
  }
})

test('[DL29] a disabled account is signed out of every node', async () => {
  await using nodes = await scene()
  const { here, alice, bob } = nodes
  await here.core.admin.grant('alice')
  await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
  await settle()
  expect(bob.connection.closedWith).toBe(4502)
})

test('[PM3] a friendship that ends and returns takes effect on every node at once, without a notification', async () => {
  await using it = await scene()
  const { alice, bob } = it
  const { chat } = await bob.call('chats.direct', { userId: alice.me.id })
  const sent = (): Promise<string> =>
    bob.say(chat.id, 'hello').then(
      () => 'done',
      ({ code }: Refused) => code,
    )
  const ends = [await sent()]
  const heard = bob.connection.frames.length
  for (const method of ['friends.block', 'friends.unblock', 'friends.block'] as const) {
    await alice.call(method, { userId: bob.me.id })
    await settle()
    ends.push(await sent())
  }
  expect(ends).toEqual(['done', 'not_friends', 'done', 'not_friends'])
  // Only their own message.
  expect(bob.connection.frames.length).toBe(heard + 1)
})
