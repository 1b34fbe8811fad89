import { expect, test } from 'bun:test'
import type { Message } from '@parley/protocol'
import { twoPeople } from '../testing/people'

test.each([82, 98])('[DL27] a message that is restored unchanged (seq %s) counts as unread again', async (seq) => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 20; said++) server.say(chatId, alice)
  server.read(bob, chatId, { seq: 20 })
  for (let said = 0; said < 80; said++) server.say(chatId, alice)
  const his = await live(bob)
  const unread = () => his.state.get().chats.get(chatId)?.unread
  const held = server.chats.get(chatId) as { rev: number; messages: Message[] } | undefined
  const whole = held?.messages[seq - 1]
  if (!held || !whole) throw new Error('the server has no such message')
  server.change(chatId, seq)
  await clock.pass(2_000)
  expect(unread()).toBe(79)
  for (let said = 0; said < 2; said++) server.say(chatId, alice)
  await clock.pass(2_000)
  // The first content at a new rev, with neither an edit nor a retraction.
  held.rev++
  const back = { ...whole, rev: held.rev }
  held.messages[seq - 1] = back
  server.publish({ chatId, from: back.rev - 1, rev: back.rev, messages: [back] })
  await clock.pass(30_000)
  expect(unread()).toBe(82)
  expect(server.snapshot(chatId, bob).view?.unread).toBe(82)
})
