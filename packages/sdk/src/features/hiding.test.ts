import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

const entryOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)

test('[DL40] what is hidden leaves the timeline, the list and the count, here and on other devices, and stays away', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const said = ['one', 'two', 'three', 'four'].map((words) => server.say(chatId, alice, { text: words }))
  const store = createMemoryStore()
  const his = await live(bob, { store })
  const phone = await live(bob)
  const timelines = [his, phone].map((client) => client.timeline(chatId))
  for (const timeline of timelines) {
    const showing = timeline.show('latest')
    await clock.pass(10)
    await showing
  }
  const hiding = his.hide(
    chatId,
    [said[1], said[3]].flatMap((row) => row?.id ?? []),
  )
  await clock.pass(10)
  await hiding
  await clock.pass(500)
  for (const timeline of timelines) expect(timeline.state.get().rows.map(({ seq }) => seq)).toEqual([1, 3])
  for (const client of [his, phone]) expect(entryOf(client, chatId)).toMatchObject({ unread: 2, last: { seq: 3 } })
  server.change(chatId, 4, { text: 'edited' })
  await clock.pass(500)
  expect(timelines[0]?.state.get().rows.map(({ seq }) => seq)).toEqual([1, 3])
  expect(entryOf(his, chatId)?.last?.seq).toBe(3)
  await his.stop()
  const again = await live(bob, { store })
  expect(entryOf(again, chatId)).toMatchObject({ unread: 2, last: { seq: 3 } })
})

test('[DL27] [DL40] where what is hidden leaves nothing to show or count, the server is asked once', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const said = Array.from({ length: 80 }, () => server.say(chatId, alice))
  const his = await live(bob)
  const before = server.calls.filter(({ method }) => method === 'chats.changes').length
  server.hide(
    bob,
    chatId,
    said.slice(45).map(({ id }) => id),
  )
  await clock.pass(2_000)
  expect(entryOf(his, chatId)).toMatchObject({ unread: 45, last: { seq: 45 } })
  expect(server.calls.filter(({ method }) => method === 'chats.changes').length).toBe(before + 1)
})
