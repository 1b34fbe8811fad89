import { expect, test } from 'bun:test'
import { twoPeople } from '../testing/people'

test('listeners learn which messages of a delta are new, and which were there before', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  const his = await live(bob)
  const heard: boolean[][] = []
  his.on('chat.delta', ({ messages = [] }, { head }) => heard.push(messages.map(({ seq }) => seq > head)))
  const said = server.say(chatId, alice)
  await clock.pass(10)
  server.change(chatId, said.seq, { text: 'other words' })
  await clock.pass(10)
  expect(heard).toEqual([[true], [false]])
})
