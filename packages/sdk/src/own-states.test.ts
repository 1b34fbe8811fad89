import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Client } from './api'
import { createMemoryStore } from './store/memory'
import { twoPeople } from './testing/people'

const stateOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)?.state
const shown = (client: Client, chatId: ChatId) => {
  const { archivedAt, markedUnread } = stateOf(client, chatId) ?? {}
  return [archivedAt !== undefined, markedUnread === true]
}

test('[DL41] what is set is shown at once, on every device, and after a reload', async () => {
  const { live, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const his = await live(bob, { store })
  const phone = await live(bob)
  const archiving = his.archiveChat(chatId, true)
  const marking = his.markUnread(chatId, true)
  expect(shown(his, chatId)).toEqual([true, true])
  expect(stateOf(phone, chatId)?.archivedAt).toBeUndefined()
  await clock.pass(10)
  await Promise.all([archiving, marking])
  for (const client of [his, phone]) expect(shown(client, chatId)).toEqual([true, true])
  await clock.pass(500)
  await his.stop()
  const again = await live(bob, { store })
  expect(shown(again, chatId)).toEqual([true, true])
  const back = again.archiveChat(chatId, false)
  expect(stateOf(again, chatId)?.archivedAt).toBeUndefined()
  await clock.pass(10)
  await back
  expect(stateOf(phone, chatId)?.archivedAt).toBeUndefined()
})

test('[DL41] what is refused is shown as it was, and what was set meanwhile stays', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.plan('chats.archive', { refuse: 'not_found' })
  const refused = his.archiveChat(chatId, true).catch(({ code }) => code)
  const marking = his.markUnread(chatId, true)
  expect(stateOf(his, chatId)?.archivedAt).toBeNumber()
  await clock.pass(10)
  await marking
  expect(await refused).toBe('not_found')
  expect(shown(his, chatId)).toEqual([false, true])
})

test('[DL28] [DL41] what was read just before a mark of unread does not take the mark away', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.say(chatId, alice)
  await clock.pass(10)
  his.markChatRead(chatId)
  const marking = his.markUnread(chatId, true)
  await clock.pass(2_000)
  await marking
  expect(shown(his, chatId)).toEqual([false, true])
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
})
