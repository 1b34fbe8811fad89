import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7, type SessionId, type UserId } from '@parley/protocol'
import type { Bus, BusMessage } from '../bus/bus'

/** Two ends of one bus, as two nodes have them; an adapter inside one process may give the same one twice. */
export interface BusPair extends AsyncDisposable {
  readonly here: Bus
  readonly there: Bus
  /** Resolves when everything published and wanted so far has arrived. */
  settled(): Promise<void>
}

type UserMessage = Extract<BusMessage, { kind: 'user' }>
type ChatMessage = Extract<BusMessage, { kind: 'chat' }>

const newUserId = () => newUuidV7() as UserId
const newChatId = () => newUuidV7() as ChatId

const userMessage = (more: Partial<UserMessage> = {}): UserMessage => ({
  kind: 'user',
  userId: newUserId(),
  rev: 7,
  frame: '{"jsonrpc":"2.0","method":"user.delta","params":{"from":6,"rev":7}} ü 中 \u2028\n',
  ...more,
})

const chatMessage = (more: Partial<ChatMessage> = {}): ChatMessage => ({
  kind: 'chat',
  chatId: newChatId(),
  from: 6,
  rev: 7,
  seq: 3,
  large: false,
  frame: '{"jsonrpc":"2.0"}',
  ...more,
})

/** One of each kind, with and without its optional parts. */
const oneOfEach = (): readonly BusMessage[] => {
  const chatId = newChatId()
  return [
    chatMessage({ chatId }),
    chatMessage({ chatId, large: true, joined: [newUserId()], left: [newUserId()], access: true, again: true }),
    userMessage(),
    userMessage({ joins: [chatId] }),
    { kind: 'ended', userId: newUserId(), reason: 'accountDisabled' },
    { kind: 'ended', userId: newUserId(), sessionIds: [newUuidV7() as SessionId], reason: 'sessionEnded' },
    { kind: 'ephemeral', topic: `chat:${chatId}`, frame: 'somebody types' },
    { kind: 'ephemeral', topic: `head:${chatId}`, frame: '' },
    { kind: 'ephemeral', topic: `user:${newUserId()}`, frame: 'ü' },
    { kind: 'presence', text: 'alice\nis here' },
    { kind: 'connections', userId: newUserId(), node: 'a', count: 7 },
    { kind: 'flood', userId: newUserId(), count: 5, refused: 2 },
    { kind: 'flood', userId: newUserId(), count: 0, refused: 0 },
  ]
}

/** The topic that a receiver of a message has declared. */
const topicOf = (message: BusMessage): string | undefined => {
  if (message.kind === 'chat') return `chat:${message.chatId}`
  if (message.kind === 'user' || message.kind === 'connections') return `user:${message.userId}`
  return message.kind === 'ephemeral' ? message.topic : undefined
}

const wantAll = (bus: Bus, messages: readonly BusMessage[]) => {
  for (const topic of messages.map(topicOf)) if (topic) bus.subscribe(topic)
}

const listen = (bus: Bus) => {
  const heard: BusMessage[] = []
  return { heard, stop: bus.listen({ message: (one) => heard.push(one) }) }
}

/** The promises of every bus, over any carrier. */
export const testBus = (name: string, open: () => Promise<BusPair>): void => {
  testMessages(name, open)
  testOrder(name, open)
  testListeners(name, open)
  testInterest(name, open)
}

const testMessages = (name: string, open: () => Promise<BusPair>): void => {
  test(`${name}: every listener on every node hears a message once, and as it was`, async () => {
    await using bus = await open()
    const sent = oneOfEach()
    wantAll(bus.there, sent)
    await bus.settled()
    const listeners = [listen(bus.here), listen(bus.here), listen(bus.there)]
    for (const message of sent) bus.here.publish(message)
    await bus.settled()
    for (const { heard } of listeners) expect(heard).toEqual([...sent])
  })

  test(`${name}: optional parts stay absent`, async () => {
    await using bus = await open()
    const { heard } = listen(bus.there)
    bus.here.publish({ kind: 'ended', userId: newUserId(), reason: 'accountDisabled' })
    await bus.settled()
    expect(Object.keys(heard[0] ?? {}).sort()).toEqual(['kind', 'reason', 'userId'])
  })
}

const testOrder = (name: string, open: () => Promise<BusPair>): void => {
  test(`${name}: own messages are heard before publish returns, and say that they are`, async () => {
    await using bus = await open()
    const sent = userMessage()
    bus.there.subscribe(`user:${sent.userId}`)
    await bus.settled()
    const origins: string[] = []
    bus.here.listen({ message: (_, origin) => origins.push(`here: ${origin}`) })
    if (bus.there !== bus.here) bus.there.listen({ message: (_, origin) => origins.push(`there: ${origin}`) })
    bus.here.publish(sent)
    expect(origins).toEqual(['here: here'])
    await bus.settled()
    expect(origins).toEqual(bus.there === bus.here ? ['here: here'] : ['here: here', 'there: elsewhere'])
  })

  test(`${name}: what one node publishes about one topic keeps its order`, async () => {
    await using bus = await open()
    const sent = Array.from({ length: 500 }, (_, at) => chatMessage({ from: at, rev: at + 1 }))
    const { chatId } = chatMessage()
    bus.there.subscribe(`chat:${chatId}`)
    await bus.settled()
    const revs: number[] = []
    bus.there.listen({ message: (message) => message.kind === 'chat' && revs.push(message.rev) })
    for (const message of sent) bus.here.publish({ ...message, chatId })
    await bus.settled()
    expect(revs).toEqual(sent.map(({ rev }) => rev))
  })

  test(`${name}: a large frame arrives, or in its place one that makes clients ask`, async () => {
    await using bus = await open()
    const text = 'ü'.repeat(1024 * 1024)
    const large = [chatMessage({ frame: text }), userMessage({ frame: text })] as const
    wantAll(bus.there, large)
    await bus.settled()
    const { heard } = listen(bus.there)
    for (const message of large) bus.here.publish(message)
    await bus.settled()
    const [chat, user] = large
    const asks: BusMessage[] = [
      {
        ...chat,
        frame: `{"jsonrpc":"2.0","method":"chat.delta","params":{"chatId":"${chat.chatId}","from":7,"rev":7}}`,
      },
      { ...user, frame: '{"jsonrpc":"2.0","method":"user.delta","params":{"from":7,"rev":7}}' },
    ]
    expect<readonly BusMessage[][]>([[...large], asks]).toContainEqual(heard)
  })
}

const testListeners = (name: string, open: () => Promise<BusPair>): void => {
  test(`${name}: who stopped listening hears nothing more, and the others do`, async () => {
    await using bus = await open()
    const sent = userMessage()
    wantAll(bus.there, [sent])
    await bus.settled()
    const gone = listen(bus.there)
    const stays = listen(bus.there)
    gone.stop()
    bus.here.publish(sent)
    await bus.settled()
    expect([gone.heard.length, stays.heard.length]).toEqual([0, 1])
  })

  test(`${name}: what was published before anybody listened is not kept`, async () => {
    await using bus = await open()
    const sent = userMessage()
    wantAll(bus.there, [sent])
    await bus.settled()
    bus.here.publish(sent)
    await bus.settled()
    const { heard } = listen(bus.there)
    await bus.settled()
    expect(heard).toEqual([])
  })
}

const testInterest = (name: string, open: () => Promise<BusPair>): void => {
  test(`${name}: a recount keeps what it names and what is wanted while it goes on`, async () => {
    await using bus = await open()
    const named = userMessage()
    const wanted = chatMessage()
    wantAll(bus.there, [named])
    const recount = bus.there.recount()
    recount.keep(`user:${named.userId}`)
    bus.there.subscribe(`head:${wanted.chatId}`)
    recount.finish()
    await bus.settled()
    const { heard } = listen(bus.there)
    for (const message of [named, wanted]) bus.here.publish(message)
    await bus.settled()
    expect(heard).toEqual([named, wanted])
  })

  test(`${name}: a recount that another one overtook gives nothing up`, async () => {
    await using bus = await open()
    const sent = userMessage()
    wantAll(bus.there, [sent])
    const overtaken = bus.there.recount()
    const recount = bus.there.recount()
    overtaken.finish()
    recount.keep(`user:${sent.userId}`)
    recount.finish()
    overtaken.finish()
    await bus.settled()
    const { heard } = listen(bus.there)
    bus.here.publish(sent)
    await bus.settled()
    expect(heard).toEqual([sent])
  })

  test(`${name}: who listens without saying what it wants hears everything of a topic that is wanted`, async () => {
    await using bus = await open()
    const sent = chatMessage()
    bus.there.subscribe(`head:${sent.chatId}`)
    await bus.settled()
    bus.there.listen({ message: () => {}, isSubscribed: () => false })
    const { heard } = listen(bus.there)
    bus.here.publish(sent)
    await bus.settled()
    expect(heard).toEqual([sent])
  })
}
