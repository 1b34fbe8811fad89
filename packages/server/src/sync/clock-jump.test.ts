import { expect, test } from 'bun:test'
import { limits, WORLD_CHAT_ID } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const dayMs = 24 * 3_600_000

/** A node whose clock is set back by a day while it runs; its timers continue. */
const scene = async () => {
  const time = new FakeClock()
  let offsetMs = 0
  const clock: Clock = {
    now: () => time.now() + offsetMs,
    setTimeout: (run, delayMs) => time.setTimeout(run, delayMs),
    clearTimeout: (timer) => time.clearTimeout(timer),
  }
  const app = await TestApp.start({ clock })
  const setBack = () => {
    offsetMs = -dayMs
  }
  return { time, app, setBack, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test("a clock set back doesn't stop pushes of the online count", async () => {
  await using scenery = await scene()
  const { app, time, setBack } = scenery
  const alice = await app.person('alice')
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await time.advance(limits.onlineIntervalMs)
  setBack()
  await app.person('bob')
  await time.advance(limits.onlineIntervalMs)
  expect(alice.connection.events('chat.online').at(-1)).toMatchObject({ count: 2 })
})

test("a clock set back doesn't stop the heads of channels", async () => {
  await using scenery = await scene()
  const { app, time, setBack } = scenery
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  await alice.say(WORLD_CHAT_ID, 'today')
  setBack()
  await alice.say(WORLD_CHAT_ID, 'yesterday')
  await time.advance(limits.headIntervalMs)
  expect(bob.connection.events('chat.head').map(({ seq }) => seq)).toEqual([1, 2])
})

test("a clock set back doesn't hold reactions back", async () => {
  await using scenery = await scene()
  const { app, setBack } = scenery
  const alice = await app.person('alice')
  const { id } = await alice.say(WORLD_CHAT_ID, 'today')
  await alice.call('messages.react', { chatId: WORLD_CHAT_ID, id, emoji: '👍', on: true })
  setBack()
  const { mine } = await alice.call('messages.react', { chatId: WORLD_CHAT_ID, id, emoji: '🎉', on: true })
  expect(mine.emojis).toEqual(['👍', '🎉'])
})

test('after the clock was set back, no change of a message is older than the message', async () => {
  await using scenery = await scene()
  const { app, setBack } = scenery
  const alice = await app.person('alice')
  const { id, at } = await alice.say(WORLD_CHAT_ID, 'today')
  const named = { chatId: WORLD_CHAT_ID, id }
  setBack()
  const edited = await alice.call('messages.edit', { ...named, body: { type: 'text', text: 'yesterday' } })
  const retracted = await alice.call('messages.retract', named)
  expect([edited.editedAt, retracted.retractedAt]).toEqual([at, at])
})

test("a clock set back doesn't lengthen slow mode", async () => {
  await using scenery = await scene()
  const { app, time, setBack } = scenery
  const setup = (await app.core.setupCode.renew()) ?? ''
  const admin = await app.person('alice', { setup })
  const bob = await app.person('bob')
  await admin.call('channels.update', { chatId: WORLD_CHAT_ID, slowModeMs: 10_000 })
  const say = (text: string) =>
    bob.say(WORLD_CHAT_ID, text).then(
      () => 'done',
      ({ code }: Refused) => code,
    )
  expect([await say('today'), await say('too soon')]).toEqual(['done', 'slow_mode'])
  setBack()
  expect([await say('yesterday'), await say('too soon')]).toEqual(['done', 'slow_mode'])
  await time.advance(10_000)
  expect(await say('later')).toBe('done')
})

test("a clock set back doesn't lengthen the pause after wrong passwords", async () => {
  await using scenery = await scene()
  const { app, time, setBack } = scenery
  await app.person('alice')
  const door = app.connect()
  const guess = () =>
    door.call('accounts.login', { login: 'alice', password: 'wrong' }).catch(({ code }: Refused) => code)
  for (let at = 0; at < 10; at++) await guess()
  expect(await guess()).toBe('rate_limited')
  setBack()
  // The failures count, but their time doesn't: this attempt begins a new pause.
  expect(await guess()).toBe('bad_credentials')
  expect(await guess()).toBe('rate_limited')
  await time.advance(2_001)
  expect(await guess()).toBe('bad_credentials')
})
