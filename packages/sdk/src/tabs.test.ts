import { expect, test } from 'bun:test'
import type { ChatId, Message } from '@parley/protocol'
import type { Connection } from './connection'
import { unanswered } from './error'
import { Outbox } from './outbox'
import { createMemoryStore } from './store/memory'
import { browserTabs, type TabMessage, type Tabs } from './tabs'
import { FakeClock } from './testing/fake-clock'
import { text } from './testing/people'
import { seededRandom } from './testing/seeded-random'

const chatId = 'chat' as ChatId

/** Two tabs of one person; only the first may lead. */
const twoTabs = () => {
  const clock = new FakeClock()
  const store = createMemoryStore()
  const sent: string[] = []
  const listeners: ((message: TabMessage) => void)[] = []
  const tab = (number: number, { answers }: { answers: boolean }) => {
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
    const call = async (_: string, { id }: { id: string }): Promise<Message> => {
      sent.push(`${number}:${id}`)
      if (!answers) throw unanswered()
      return { id, chatId, rev: sent.length + 1, seq: sent.length } as Message
    }
    const connection = { call, isOpen: true } as unknown as Connection
    const onStored = (row: Message) => {
      for (const each of outboxes) each.arrived(chatId, { rev: row.rev } as never, [row])
    }
    const outbox = new Outbox({
      clock,
      random: seededRandom(number),
      store,
      tabs,
      connection,
      upload: async () => undefined,
      onStored,
      onChange: () => undefined,
    })
    tabs.listen((message) => {
      if (message.type === 'put' || message.type === 'drop') outbox.heard(message)
    })
    outbox.load([])
    outbox.up()
    return outbox
  }
  const outboxes: Outbox[] = []
  return { clock, sent, tab, outboxes }
}

test('[DL24] what one tab writes the other one shows, and one of them sends', async () => {
  const { clock, sent, tab, outboxes } = twoTabs()
  outboxes.push(tab(0, { answers: true }), tab(1, { answers: true }))
  const [leader, other] = outboxes
  const id = other?.send(chatId, text('from the second tab'))
  expect(other?.of(chatId).length).toBe(1)
  await clock.pass(10)
  expect(sent).toEqual([`0:${id}`])
  expect(leader?.of(chatId)).toEqual([])
  expect(other?.of(chatId)).toEqual([])
})

test('[DL25] when the sending tab does not get through, the other one helps out', async () => {
  const { clock, sent, tab, outboxes } = twoTabs()
  outboxes.push(tab(0, { answers: false }), tab(1, { answers: true }))
  const id = outboxes[1]?.send(chatId, text('hello'))
  await clock.pass(5_100)
  expect(sent).toContain(`1:${id}`)
  expect(outboxes[1]?.of(chatId)).toEqual([])
})

test('what is thrown away while it is being stored is sent by no tab', async () => {
  const { clock, sent, tab, outboxes } = twoTabs()
  outboxes.push(tab(0, { answers: true }), tab(1, { answers: true }))
  const [leader, other] = outboxes
  const id = other?.send(chatId, text('better not'))
  if (id) other?.discard(chatId, id)
  await clock.pass(5_100)
  expect(sent).toEqual([])
  expect([leader?.of(chatId), other?.of(chatId)]).toEqual([[], []])
})

test('tabs hear each other through a channel of the browser, and lead at once without locks', async () => {
  const [one, two] = [browserTabs('test'), browserTabs('test')]
  const heard = new Promise<TabMessage>((resolve) => two.listen(resolve))
  await one.lead()
  one.post({ type: 'draft', chatId, draft: { text: 'half' } })
  expect(await heard).toEqual({ type: 'draft', chatId, draft: { text: 'half' } })
  one.close()
  two.close()
})
