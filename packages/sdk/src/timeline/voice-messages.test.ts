import { expect, test } from 'bun:test'
import type { MediaId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { twoPeople } from '../testing/people'

const voice = (at: number) => ({
  body: {
    ...{ type: 'voice' as const, mediaId: `voice-${at}` as unknown as MediaId, name: 'voice.webm' },
    ...{ mime: 'audio/webm', size: 10, durationMs: 1_000 },
  },
})
const setUp = async () => {
  const scene = twoPeople()
  const { server, alice, bob, chatId, live, clock } = scene
  const his = await live(bob)
  const next = async (after: number) => {
    const found = his.nextVoice(chatId, after)
    await clock.pass(500)
    return (await found)?.seq
  }
  const gone: number[] = []
  const follow = async (seq: number) => {
    const stop = his.whenGone(chatId, seq, () => gone.push(seq))
    await clock.pass(50)
    await new Promise((resolve) => setTimeout(resolve))
    await clock.pass(50)
    return stop
  }
  const say = (count: number) => Array.from({ length: count }, (_, at) => server.say(chatId, alice, voice(at)))
  return { ...scene, his, next, gone, follow, say }
}

test("the next voice message is not hidden, played, retracted, the user's own, or a text", async () => {
  const { server, alice, bob, chatId, clock, next, his, say } = await setUp()
  const [, hidden, played, gone] = say(4)
  server.say(chatId, bob, voice(5))
  server.say(chatId, alice)
  say(1)
  await clock.pass(100)
  expect(await next(1)).toBe(2)
  if (hidden) server.hide(bob, chatId, [hidden.id])
  await clock.pass(100)
  expect(await next(1)).toBe(3)
  if (played) his.markPlayed(chatId, [played.id])
  expect(await next(1)).toBe(4)
  server.change(chatId, gone?.seq ?? 0)
  await clock.pass(100)
  expect(await next(1)).toBe(7)
  server.clear(bob, chatId)
  await clock.pass(100)
  expect(await next(1)).toBe(undefined)
})

test('the next voice message is found beyond a page of words, and not looked for without end', async () => {
  const { server, alice, chatId, clock, next, say } = await setUp()
  say(1)
  for (let at = 0; at < 150; at++) server.say(chatId, alice)
  say(1)
  for (let at = 0; at < 350; at++) server.say(chatId, alice)
  say(1)
  await clock.pass(500)
  expect([await next(1), await next(152)]).toEqual([152, undefined])
})

test('a followed message is gone when it is retracted, hidden or cleared, and not when another one is', async () => {
  const { server, bob, chatId, clock, gone, follow, say } = await setUp()
  const [first, second, third] = say(4)
  await clock.pass(100)
  for (const seq of [1, 2, 3]) await follow(seq)
  server.change(chatId, 4)
  await clock.pass(100)
  expect(gone).toEqual([])
  server.change(chatId, first?.seq ?? 0)
  await clock.pass(100)
  expect(gone).toEqual([1])
  server.hide(bob, chatId, second ? [second.id] : [])
  await clock.pass(100)
  expect(gone.slice(1)).toContain(2)
  expect(gone).not.toContain(third?.seq ?? 0)
  server.clear(bob, chatId)
  await clock.pass(100)
  expect(gone).toContain(3)
})

test('a followed message that was retracted during a break is gone, also below the snapshot that comes after it', async () => {
  const { server, alice, chatId, clock, gone, follow, say } = await setUp()
  say(2)
  await clock.pass(100)
  await follow(1)
  const stop = await follow(2)
  server.cut()
  server.change(chatId, 1)
  server.change(chatId, 2)
  for (let at = 0; at < limits.deltaRows + 10; at++) server.say(chatId, alice)
  stop()
  await clock.pass(30_000)
  expect(gone).toEqual([1])
})

test('a followed message that is still there after a break is not gone, however much came meanwhile', async () => {
  const { server, alice, chatId, clock, gone, follow, say } = await setUp()
  say(2)
  await clock.pass(100)
  await follow(1)
  server.cut()
  for (let at = 0; at < limits.deltaRows + 10; at++) server.say(chatId, alice)
  await clock.pass(30_000)
  expect(gone).toEqual([])
  server.change(chatId, 1)
  await clock.pass(1_000)
  expect(gone).toContain(1)
})

test('[DL22] a followed message that another life of the database lacks is gone, also when it could not be looked for at once', async () => {
  const { server, chatId, clock, gone, follow, say } = await setUp()
  say(3)
  await clock.pass(100)
  for (const seq of [1, 3]) await follow(seq)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(2)
  chat.rev = 3
  chat.chat = { ...chat.chat, seq: 2 }
  server.epoch = 'second'
  server.plan('messages.list', { refuse: 'unavailable' }, { refuse: 'unavailable' }, { refuse: 'unavailable' })
  server.cut()
  await clock.pass(5_000)
  server.cut()
  await clock.pass(5_000)
  expect(new Set(gone)).toEqual(new Set([3]))
})
