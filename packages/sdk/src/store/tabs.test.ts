import { beforeEach, expect, test } from 'bun:test'
import type { ChatDelta } from '@parley/protocol'
import { applyChatDelta } from '@parley/protocol/apply'
import type { Transport } from '../api'
import { createClient } from '../client'
import { Connection } from '../connection/connection'
import { plainEnvironment } from '../connection/environment'
import { Outbox } from '../outbox/outbox'
import { settle } from '../testing/fake-clock'
import { text, twoPeople } from '../testing/people'
import { seededRandom } from '../testing/seeded-random'
import { until } from '../testing/until'
import { WebLocks } from '../testing/web-locks'
import { createMemoryStore } from './memory'
import { browserTabs, type TabMessage, type Tabs } from './tabs'

type Four = [Tabs, Tabs, Tabs, Tabs]

/** Two tabs of alice with one store, each with a connection of its own; only the first may lead. */
const twoTabs = async ({ leaderSends = true }: { leaderSends?: boolean } = {}) => {
  const { server, clock, alice, chatId } = twoPeople()
  const store = createMemoryStore()
  const sent: string[] = []
  const listeners: ((message: TabMessage) => void)[] = []
  const tab = (number: number): Outbox => {
    const random = seededRandom(number)
    const tabs: Tabs = {
      post: (message) => {
        for (const [at, hear] of listeners.entries()) if (at !== number) hear(message)
      },
      listen: (hear) => {
        listeners[number] = hear
      },
      lead: () => (number === 0 ? Promise.resolve() : new Promise(() => undefined)),
      close: () => undefined,
    }
    const transport: Transport = {
      connect: (events) => {
        const socket = server.transport(alice).connect(events)
        const send = (frame: string) => {
          const { method, params } = JSON.parse(frame)
          if (method === 'messages.send') sent.push(`${number}:${params.id}`)
          if (method !== 'messages.send' || number > 0 || leaderSends) socket.send(frame)
        }
        return { send, close: () => socket.close() }
      },
    }
    let { held } = applyChatDelta(undefined, server.snapshot(chatId, alice))
    const hear = (delta: ChatDelta) => {
      held = applyChatDelta(held, delta).held
      if (held) outbox.arrived(chatId, held, delta.messages ?? [])
    }
    const connection = new Connection({
      ...{ transport, clock, random, environment: plainEnvironment, token: 'alice' },
      onOpened: () => outbox.up(),
      onEvent: (name, params) => {
        if (name === 'chat.delta') hear(params as ChatDelta)
      },
      onDown: () => outbox.down(),
      onState: () => undefined,
    })
    const outbox: Outbox = new Outbox({
      ...{ clock, random, store, tabs, connection },
      upload: async () => undefined,
      onStored: (row) => hear({ chatId, from: row.rev - 1, rev: row.rev, messages: [row] }),
      onChange: () => undefined,
      onUploading: () => undefined,
    })
    tabs.listen((message) => {
      if (message.type === 'put' || message.type === 'drop') outbox.onTabMessage(message)
    })
    outbox.load([])
    connection.start()
    return outbox
  }
  const [leader, other] = [tab(0), tab(1)]
  await clock.pass(10)
  const stored = () => server.chats.get(chatId)?.messages.map(({ id }) => id)
  return { clock, chatId, sent, stored, leader, other }
}

test('[DL24] what one tab writes the other one shows, and one of them sends', async () => {
  const { clock, chatId, sent, stored, leader, other } = await twoTabs()
  const id = other.send(chatId, text('from the second tab'))
  expect([leader, other].map((tab) => tab.of(chatId).length)).toEqual([0, 1])
  await clock.pass(0)
  expect(sent).toEqual([`0:${id}`])
  await clock.pass(10_000)
  expect(sent).toEqual([`0:${id}`])
  expect(stored()).toEqual([id])
  expect([leader, other].map((tab) => tab.of(chatId))).toEqual([[], []])
})

test('[DL25] when the sending tab does not get through, the other one helps out', async () => {
  const { clock, chatId, sent, stored, leader, other } = await twoTabs({ leaderSends: false })
  const id = other.send(chatId, text('hello'))
  await clock.pass(4_900)
  expect(sent).toEqual([`0:${id}`])
  expect(other.of(chatId).map((waiting) => waiting.entry.id)).toEqual([id])
  await clock.pass(200)
  expect(sent).toEqual([`0:${id}`, `1:${id}`])
  expect(stored()).toEqual([id])
  expect([leader, other].map((tab) => tab.of(chatId))).toEqual([[], []])
})

test('a message that is discarded while it is being stored is sent by no tab', async () => {
  const { clock, chatId, sent, stored, leader, other } = await twoTabs()
  const id = other.send(chatId, text('better not'))
  expect(other.of(chatId).length).toBe(1)
  other.discard(chatId, id)
  await clock.pass(5_100)
  expect([sent, stored()]).toEqual([[], []])
  expect([leader, other].map((tab) => tab.of(chatId))).toEqual([[], []])
})

test('a message discarded in one tab disappears from the other, which does not send it', async () => {
  const { clock, chatId, sent, leader, other } = await twoTabs({ leaderSends: false })
  const id = leader.send(chatId, text('better not'))
  await clock.pass(100)
  expect(other.of(chatId).length).toBe(1)
  leader.discard(chatId, id)
  expect(other.of(chatId)).toEqual([])
  await clock.pass(10_000)
  expect(sent).toEqual([`0:${id}`])
})

test('tabs hear each other through a channel of the browser, and lead at once without locks', async () => {
  const [one, two] = [browserTabs('test'), browserTabs('test')]
  const heard = new Promise<TabMessage>((resolve) => two.listen(resolve))
  await one.lead()
  one.post({ type: 'draft', chatId: twoPeople().chatId, draft: { text: 'half' } })
  expect(await heard).toMatchObject({ type: 'draft', draft: { text: 'half' } })
  one.close()
  two.close()
})

/** A tab of alice's browser. */
/** Each test has an address, and so a local store, of its own. */
let tests = 0
beforeEach(() => {
  tests += 1
})

const openTab = async ({ server, clock, alice }: Pick<ReturnType<typeof twoPeople>, 'server' | 'clock' | 'alice'>) => {
  const tab = createClient({
    ...{ url: `http://tabs-${tests}.test`, transport: server.transport(alice), clock, random: seededRandom(1) },
    upload: async () => undefined,
    http: () => Promise.reject(new Error('no HTTP here')),
  })
  await tab.start()
  await clock.pass(100)
  return tab
}

test('signing out in one tab ends the other one, which comes back no more', async () => {
  const { server, clock, alice } = twoPeople()
  const open = () => openTab({ server, clock, alice })
  const [one, two] = [await open(), await open()]
  expect(two.state.get().connection.phase).toBe('live')
  const out = one.logout()
  await clock.pass(100)
  await out
  await until(
    () => two.state.get().connection.phase === 'ended',
    () => new Promise((resolve) => setImmediate(resolve)),
    10_000,
  )
  await clock.pass(60_000)
  expect(server.connections.size).toBe(0)
  await two.stop()
})

test('where the browser has locks one tab leads, and the next one when that is closed', async () => {
  Object.defineProperty(navigator, 'locks', { value: new WebLocks(), configurable: true })
  try {
    const [one, two, three, other] = ['led', 'led', 'led', 'another'].map((name) => browserTabs(name)) as Four
    const leading: string[] = []
    const lead = (name: string, tabs: Tabs) => void tabs.lead().then(() => leading.push(name))
    for (const [name, tabs] of Object.entries({ one, two, three, other })) lead(name, tabs)
    await settle()
    expect(leading).toEqual(['one', 'other'])
    two.close()
    await settle()
    expect(leading).toEqual(['one', 'other'])
    one.close()
    await settle()
    expect(leading).toEqual(['one', 'other', 'three'])
    for (const tabs of [three, other]) tabs.close()
  } finally {
    Reflect.deleteProperty(navigator, 'locks')
  }
})

test("text and attachments of one tab show in the user's other tabs", async () => {
  const { server, clock, alice, chatId } = twoPeople()
  const open = () => openTab({ server, clock, alice })
  const [one, two] = [await open(), await open()]
  one.setDraft(chatId, 'half a thought')
  await one.attach(chatId, [{ name: 'a.txt', bytes: new Blob(['a']) }])
  await until(
    () => two.state.get().chats.get(chatId)?.attached === 1,
    () => new Promise((resolve) => setImmediate(resolve)),
    10_000,
  )
  expect(two.state.get().chats.get(chatId)).toMatchObject({ draft: 'half a thought', attached: 1 })
  await one.stop()
  await two.stop()
})

test('a tab that is stopped hears the others no more', async () => {
  const { server, clock, alice, chatId } = twoPeople()
  const open = () => openTab({ server, clock, alice })
  const [one, two, three] = [await open(), await open(), await open()]
  await one.stop()
  two.setDraft(chatId, 'half a thought')
  await until(
    () => three.state.get().chats.get(chatId)?.draft === 'half a thought',
    () => new Promise((resolve) => setImmediate(resolve)),
    10_000,
  )
  expect(one.state.get().chats.get(chatId)?.draft).toBe('')
  await two.stop()
  await three.stop()
})
