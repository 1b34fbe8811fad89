import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, type SessionId, type UserId } from '@parley/protocol'
import type { Recount } from '../bus/bus'
import { topics as names } from '../lib/topics'
import { FakeClock } from '../testing/fake-clock'
import type { Subscriber } from './subscriber'
import { SubscriptionRecount } from './subscription-recount'
import { Topics } from './topics'

/** A bus for this test: the topics that would still arrive. */
class SubscribedTopics {
  topics = new Set<string>()
  private counted: Set<string> | undefined

  subscribe(topic: string): void {
    this.topics.add(topic)
    this.counted?.add(topic)
  }

  recount(): Recount {
    const counted = new Set<string>()
    this.counted = counted
    return {
      keep: (topic) => counted.add(topic),
      finish: () => {
        this.topics = counted
      },
    }
  }
}

/** A connection with native topics, or with looped ones. */
const connect = (userId: UserId, native?: Set<string>): Subscriber => ({
  peer: {
    send: () => {},
    sendAll: () => {},
    close: () => {},
    terminate: () => {},
    bufferedBytes: () => 0,
    ...(native && {
      subscribe: (topic: string) => void native.add(topic),
      unsubscribe: (topic: string) => void native.delete(topic),
      topics: () => native,
    }),
  },
  caller: {
    userId,
    userKey: 1,
    sessionId: newUuidV7() as SessionId,
    address: '127.0.0.1',
    device: 'test',
    origin: 'http://parley.test',
  },
  looped: undefined,
  lastReceivedAt: 0,
  push: () => {},
  lost: () => {},
  close: () => {},
})

const setUp = () => {
  const bus = new SubscribedTopics()
  const topics = new Topics(bus)
  const connections = new Set<Subscriber>()
  const clock = new FakeClock()
  const recounts = new SubscriptionRecount({ bus, connections: () => connections, clock })
  const arrive = (native?: Set<string>) => {
    const userId = newUuidV7() as UserId
    const connection = connect(userId, native)
    connections.add(connection)
    topics.add(connection, userId)
    return { connection, userId }
  }
  return { bus, topics, connections, clock, recounts, arrive }
}

test('a subscription reaches the bus at once, over any transport', () => {
  const { bus, topics, arrive } = setUp()
  const chat = names.chat(newUuidV7() as ChatId)
  const head = names.head(newUuidV7() as ChatId)
  const native = arrive(new Set())
  const looped = arrive()
  topics.subscribe(native.connection, chat)
  topics.subscribe(looped.connection, head)
  expect(bus.topics).toEqual(new Set([names.user(native.userId), names.user(looped.userId), chat, head]))
})

test('a chat is needed by subscribers of its deltas or heads, a user by their connections', () => {
  const { topics, arrive } = setUp()
  const [chatId, headId, neither] = [newUuidV7(), newUuidV7(), newUuidV7()] as [ChatId, ChatId, ChatId]
  const { connection, userId } = arrive()
  topics.subscribe(connection, names.chat(chatId))
  topics.subscribe(connection, names.head(headId))
  expect([chatId, headId, neither].map((id) => topics.isSubscribed('chat', id))).toEqual([true, true, false])
  expect([userId, neither].map((id) => topics.isSubscribed('user', id))).toEqual([true, false])
  topics.remove(connection, userId)
  expect([topics.isSubscribed('chat', chatId), topics.isSubscribed('user', userId)]).toEqual([false, false])
})

test("a user's events reach each of their connections, over any transport, without a native topic", () => {
  const { topics, arrive } = setUp()
  const native = new Set<string>()
  const heard: string[] = []
  const first = arrive(native)
  const second = { ...first.connection, peer: { ...first.connection.peer, send: (frame: string) => heard.push(frame) } }
  const looped = { ...arrive().connection, push: (frame: string) => heard.push(frame) }
  topics.add(second, first.userId)
  topics.add(looped, first.userId)
  topics.publish(names.user(first.userId), 'hello')
  expect(heard).toEqual(['hello', 'hello'])
  expect([native.size, topics.hasSubscribers(names.user(first.userId))]).toEqual([0, true])
  for (const connection of [first.connection, second, looped]) topics.remove(connection, first.userId)
  expect(topics.hasSubscribers(names.user(first.userId))).toBe(false)
})

test('a recount, every few minutes, drops unused topics and keeps the rest', async () => {
  const { bus, topics, connections, recounts, arrive, clock } = setUp()
  const left = names.chat(newUuidV7() as ChatId)
  const kept = names.chat(newUuidV7() as ChatId)
  const stays = arrive(new Set())
  const loops = arrive()
  const goes = arrive(new Set())
  for (const topic of [left, kept]) topics.subscribe(stays.connection, topic)
  topics.unsubscribe(stays.connection, left)
  connections.delete(goes.connection)
  topics.remove(goes.connection, goes.userId)
  recounts.start()
  expect(bus.topics.size).toBe(5)
  await clock.advance(5 * 60_000)
  expect(bus.topics).toEqual(new Set([names.user(stays.userId), names.user(loops.userId), kept]))
  recounts.stop()
})

test('a subscription during a recount is kept, and the event loop runs meanwhile', async () => {
  const { bus, topics, recounts, arrive } = setUp()
  const first = arrive(new Set())
  for (let at = 0; at < 1_000; at++) arrive()
  const meanwhile = names.chat(newUuidV7() as ChatId)
  let turns = 0
  const turn = () => {
    // The recount has visited the first connection by now.
    if (turns === 0) topics.subscribe(first.connection, meanwhile)
    turns++
    if (turns < 100) setImmediate(turn)
  }
  setImmediate(turn)
  await recounts.recount()
  expect(turns).toBeGreaterThan(1)
  expect(bus.topics).toContain(meanwhile)
  expect(bus.topics.size).toBe(1_002)
})
