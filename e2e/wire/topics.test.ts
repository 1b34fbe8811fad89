import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type ChatId, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp, type Person } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { connections, pushedTexts, type Scene, startScene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
})
afterAll(() => scene[Symbol.asyncDispose]())

const say = (socket: RpcClient, chatId: ChatId, text: string) =>
  socket.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })

/**
 * Checks that a connection received exactly these texts. It waits for a final own message, published after all others,
 * so any leaked text would have arrived before.
 */
const expectReceived = async (socket: RpcClient, texts: readonly string[]): Promise<void> => {
  await eventually(() => pushedTexts(socket).length >= texts.length)
  const { user } = await socket.call('accounts.me', {})
  const { chat } = await socket.call('chats.direct', { userId: user.id })
  const end = `the end ${newUuidV7()}`
  await say(socket, chat.id, end)
  await eventually(() => pushedTexts(socket).includes(end))
  const isOwn = (text: string) => text.startsWith('the end ')
  expect(pushedTexts(socket).filter((text) => !isOwn(text))).toEqual([...texts])
}

const newGroup = async (owner: RpcClient, ...others: readonly Person[]): Promise<ChatId> => {
  const id = newUuidV7() as ChatId
  await owner.call('groups.create', { id, name: 'friends', userIds: others.map(({ userId }) => userId) })
  return id
}

type Carrier = keyof typeof connections
const transports: Readonly<Record<string, (name: string) => Carrier>> = {
  'all over WebSocket': () => 'WebSocket',
  'all over TCP': () => 'TCP',
  'alice over WebSocket, the others over TCP': (name: string) => (name === 'alice' ? 'WebSocket' : 'TCP'),
  'alice over TCP, the others over WebSocket': (name: string) => (name === 'alice' ? 'TCP' : 'WebSocket'),
}

for (const [way, carrierOf] of Object.entries(transports))
  describe(way, () => {
    const connect = (person: Person) => connections[carrierOf(person.username)](scene, person.token)

    test('[DL11] messages of a direct chat, and saved messages, reach all devices of their members', async () => {
      using alice = await connect(scene.alice)
      using desk = await connect(scene.alice)
      using bob = await connect(scene.bob)
      using carol = await connect(scene.carol)
      const { chat } = await alice.call('chats.direct', { userId: scene.alice.userId })
      await say(alice, scene.chatId, 'for bob 😀')
      await say(bob, scene.chatId, 'for alice 中')
      await say(alice, chat.id, 'for myself')
      await expectReceived(desk, ['for bob 😀', 'for alice 中', 'for myself'])
      await expectReceived(bob, ['for bob 😀', 'for alice 中'])
      await expectReceived(carol, [])
    })

    test('[DL11] [DL13] members of a new group receive it at once, and non-members receive nothing', async () => {
      using alice = await connect(scene.alice)
      using bob = await connect(scene.bob)
      using carol = await connect(scene.carol)
      const group = await newGroup(alice, scene.bob)
      await say(alice, group, 'for members only')
      await expectReceived(bob, ['for members only'])
      await expectReceived(carol, [])
      // A sweep may send the heads of her own chats.
      expect(JSON.stringify(carol.others)).not.toContain(group)
    })

    test('[DL11] an invited member receives later messages, and a former member receives nothing more, on every connection', async () => {
      using alice = await connect(scene.alice)
      using bobOnPhone = await connect(scene.bob)
      using bobOnDesk = await connect(scene.bob)
      using carol = await connect(scene.carol)
      const group = await newGroup(alice, scene.bob)
      await say(alice, group, 'one')
      await alice.call('groups.invite', { chatId: group, userIds: [scene.carol.userId] })
      await say(alice, group, 'two')
      await bobOnPhone.call('groups.leave', { chatId: group })
      await say(alice, group, 'three')
      await expectReceived(carol, ['two', 'three'])
      await expectReceived(bobOnPhone, ['one', 'two'])
      await expectReceived(bobOnDesk, ['one', 'two'])
    })

    test('only watchers of the world receive its messages, all others its head', async () => {
      using alice = await connect(scene.alice)
      using bob = await connect(scene.bob)
      using carol = await connect(scene.carol)
      await bob.call('chats.watch', { chatId: WORLD_CHAT_ID })
      const { seq, rev } = await say(alice, WORLD_CHAT_ID, 'hello world')
      await expectReceived(bob, ['hello world'])
      await expectReceived(carol, [])
      expect(await carol.event('chat.head')).toMatchObject({ chatId: WORLD_CHAT_ID, seq, rev })
      await bob.call('chats.unwatch', { chatId: WORLD_CHAT_ID })
      await say(alice, WORLD_CHAT_ID, 'unwatched')
      await expectReceived(bob, ['hello world'])
    })

    test('[DL29] an ended session receives nothing more', async () => {
      const login = { login: 'bob', password: 'plum tractor under seven clouds' }
      const { session } = await callHttp(scene.url, { method: 'accounts.login', params: login })
      using alice = await connect(scene.alice)
      const bob = await connect({ ...scene.bob, token: session.token })
      await callHttp(scene.url, {
        method: 'sessions.revoke',
        params: { sessionId: session.id },
        token: scene.bob.token,
      })
      expect(await bob.closed).toBe(4501)
      await say(alice, scene.chatId, 'after the end')
      expect(pushedTexts(bob)).toEqual([])
    })
  })
