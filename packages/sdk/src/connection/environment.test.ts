import { expect, test } from 'bun:test'
import { MemoryStore } from '../store/memory'
import type { StoreWrite } from '../store/store'
import { FakePage } from '../testing/page'
import { twoPeople } from '../testing/people'
import { defaultEnvironment, type EnvironmentEvent, pageEnvironment, plainEnvironment } from './environment'

test("a page reports the network's state, and when it is shown, hidden or left, until the last listener is gone", () => {
  using page = new FakePage()
  const heard: EnvironmentEvent[] = []
  const stop = pageEnvironment().listen((what) => heard.push(what))
  for (const event of ['online', 'offline', 'pagehide', 'pageshow']) page.window.dispatchEvent(new Event(event))
  page.show('hidden')
  page.show('visible')
  const all: EnvironmentEvent[] = ['online', 'offline', 'leaving', 'visible', 'leaving', 'visible']
  expect(heard).toEqual(all)
  stop()
  page.window.dispatchEvent(new Event('offline'))
  page.show('hidden')
  expect(heard).toEqual(all)
})

test('only a window with a document is a page: some programs have one of both', () => {
  expect(defaultEnvironment()).toBe(plainEnvironment)
  using _page = new FakePage()
  expect(defaultEnvironment()).not.toBe(plainEnvironment)
  for (const name of ['window', 'document'] as const) {
    using _without = new FakePage()
    Reflect.deleteProperty(globalThis, name)
    expect(defaultEnvironment()).toBe(plainEnvironment)
  }
})

test('[DL28] [DL42] a page that is left stores at once what waits, and tells the server what was read and written', async () => {
  class NotingStore extends MemoryStore {
    readonly whens: string[] = []
    override write(write: StoreWrite, when?: 'now' | 'soon'): Promise<void> {
      if (when) this.whens.push(when)
      return super.write(write)
    }
  }
  using page = new FakePage()
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  const store = new NotingStore()
  const his = await live(bob, { store })
  his.markChatRead(chatId)
  his.setDraft(chatId, 'half a thought')
  const before = store.whens.length
  const told = () => server.calls.map(({ method }) => method).filter((method) => /chats.(markRead|draft)/.test(method))
  page.show('visible')
  await clock.pass(10)
  expect([told(), store.whens.slice(before)]).toEqual([[], []])
  page.window.dispatchEvent(new Event('pagehide'))
  expect(store.whens.slice(before)).toEqual(['now'])
  await clock.pass(10)
  expect(told()).toEqual(['chats.markRead', 'chats.draft'])
  await his.stop()
  await clock.pass(0)
})

test('a client that is stopped hears the page no more', async () => {
  using page = new FakePage()
  const { server, live, alice, clock } = twoPeople()
  const store = new MemoryStore()
  const hers = await live(alice, { store })
  await hers.stop()
  const written: StoreWrite[] = []
  store.write = async (write) => void written.push(write)
  for (const event of ['pagehide', 'offline', 'pageshow', 'online']) page.window.dispatchEvent(new Event(event))
  await clock.pass(60_000)
  expect([written, server.connections.size, hers.state.get().connection]).toMatchObject([[], 0, { offline: false }])
})
