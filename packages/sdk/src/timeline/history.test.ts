import { expect, test } from 'bun:test'
import type { UserDelta } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client, Timeline } from '../api'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'

const seqs = (timeline: Timeline) => timeline.state.get().rows.map((row) => row.seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
const bodies = (timeline: Timeline, ...wanted: number[]) =>
  wanted.map((seq) => timeline.state.get().rows.find((row) => row.seq === seq)?.body)

/** bob's timeline of a chat with `said` messages of alice. */
const scene = async (said: number) => {
  const all = twoPeople()
  for (let at = 0; at < said; at++) all.server.say(all.chatId, all.alice)
  const his = await all.live(all.bob)
  const timeline = his.timeline(all.chatId)
  const done = async (work: Promise<void>) => {
    await all.clock.pass(10)
    await work
  }
  const calls = (method: string) => all.server.calls.filter((call) => call.method === method)
  return { ...all, his, timeline, done, calls }
}

/** The places of loading and of the user's scrolling meanwhile. */
const moves: readonly {
  readonly name: string
  readonly from: Parameters<Timeline['show']>[0]
  readonly load: (timeline: Timeline) => Promise<void>
  readonly to: Parameters<Timeline['show']>[0]
}[] = [
  { name: 'an older page', from: 'latest', load: (timeline) => timeline.loadBefore(), to: { seq: 200 } },
  { name: 'a newer page', from: { seq: 100 }, load: (timeline) => timeline.loadAfter(), to: { seq: 400 } },
  {
    name: 'a page around a message',
    from: 'latest',
    load: (timeline) => timeline.show({ seq: 100 }),
    to: { seq: 400 },
  },
]

for (const { name, from, load, to } of moves)
  test(`${name} that arrives after the window moved is not joined to it`, async () => {
    const { timeline, done, server, clock, calls } = await scene(600)
    await done(timeline.show(from))
    const asked = calls('messages.list').length
    server.plan('messages.list', 'hold')
    const loading = load(timeline)
    await clock.pass(10)
    expect(calls('messages.list').length).toBe(asked + 1)
    await done(timeline.show(to))
    const shown = seqs(timeline)
    server.held.shift()?.()
    await done(loading)
    expect(seqs(timeline)).toEqual(shown)
    expect(shown).toEqual(range(shown[0] ?? 0, shown.at(-1) ?? 0))
    expect(shown).toContain(typeof to === 'object' && 'seq' in to ? to.seq : 600)
    expect(timeline.state.get().loading).toBeUndefined()
  })

/** A timeline with 230 rows of history, before a break in which messages change and too many come for deltas. */
const pagedIn = async () => {
  const all = await scene(300)
  await all.done(all.timeline.show('latest'))
  await until(
    () => seqs(all.timeline)[0] === 71,
    () => all.done(all.timeline.loadBefore()),
  )
  all.server.cut()
  for (const seq of [75, 180, 290]) all.server.change(all.chatId, seq, { text: `changed ${seq}`, push: false })
  for (let at = 0; at < 600; at++) all.server.say(all.chatId, all.alice)
  return all
}
const changed = [text('changed 75'), text('changed 180'), text('changed 290')]

test('[DL18] rows that were paged in before a snapshot are read again, however many pages they are', async () => {
  const { timeline, clock } = await pagedIn()
  await clock.pass(2_000)
  expect(bodies(timeline, 75, 180, 290)).toEqual(changed)
  expect(seqs(timeline)).toEqual(range(71, 300))
})

test('[DL18] when reading them again fails, the next connection repeats it', async () => {
  const { timeline, server, clock } = await pagedIn()
  server.plan('messages.list', { refuse: 'unavailable' }, { refuse: 'unavailable' })
  await clock.pass(2_000)
  expect(bodies(timeline, 75)).toEqual([text('hello')])
  server.cut()
  await clock.pass(2_000)
  expect(bodies(timeline, 75, 180, 290)).toEqual(changed)
})

test('[DL17] deltas in the order 3, 2, 1 close the gap without asking', async () => {
  const { server, chatId, alice, his, clock, calls } = await scene(0)
  const rows = range(1, 3).map(() => server.say(chatId, alice, { push: false }))
  for (const row of rows.toReversed()) {
    server.publish({ chatId, from: row.rev - 1, rev: row.rev, messages: [row] })
    await clock.pass(limits.gapWaitMs / 10)
  }
  await clock.pass(2_000)
  expect(his.state.get().chats.get(chatId)?.last?.seq).toBe(3)
  expect(calls('chats.changes')).toEqual([])
})

test('[DL17] so do deltas of the user', async () => {
  const { server, chatId, bob, his, clock, calls } = await scene(10)
  const account = server.accounts.get(bob)
  if (account === undefined) throw new Error('bob has an account')
  const { rev } = account
  account.rev += 3
  const state = { chatId, clearedSeq: 0 }
  const deltas: UserDelta[] = range(1, 3).map((at) => ({
    from: rev + at - 1,
    rev: rev + at,
    states: [{ ...state, rev: rev + at, readSeq: at }],
  }))
  const pulls = calls('sync.pull').length
  for (const params of deltas.toReversed())
    for (const connection of server.connections) connection.push({ method: 'user.delta', params })
  await clock.pass(2_000)
  expect(his.state.get().chats.get(chatId)?.state?.readSeq).toBe(3)
  expect(calls('sync.pull').length).toBe(pulls)
})

test('[DL22] a message that the former life of the database acknowledged, and that is not held yet, is sent again', async () => {
  const { server, chatId, alice, bob, live, clock } = twoPeople()
  const hers = await live(alice)
  // Earlier messages are missing: its row is kept, but not held.
  server.say(chatId, bob, { push: false })
  const id = hers.send(chatId, text('do not lose me'))
  await clock.pass(10)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  expect(chat.messages.map((row) => row.id)).toContain(id)
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ rev: 1, last: { id, status: 'sent', seq: 2 } })
  server.epoch = 'second'
  chat.messages.splice(0)
  chat.rev = 1
  chat.chat = { ...chat.chat, seq: 0 }
  server.cut()
  await clock.pass(2_000)
  expect(chat.messages.map((row) => row.id)).toEqual([id])
  expect(hers.state.get().chats.get(chatId)).toMatchObject({ queued: 0, last: { id, seq: 1 } })
})

/** The longest of all random pauses each time. */
const longest = (bytes: Uint8Array): void => {
  bytes.fill(255)
}

/** The pauses between the calls of a method until there are `count` of them, in steps of 250 ms. */
const pauses = async (
  { server, clock }: Pick<ReturnType<typeof twoPeople>, 'server' | 'clock'>,
  method: string,
  count: number,
) => {
  const times: number[] = []
  const made = () => server.calls.filter((call) => call.method === method).length
  const before = made()
  for (let step = 0; step < 2_000 && times.length < count; step++) {
    while (times.length < made() - before) times.push(clock.now())
    await clock.pass(250)
  }
  return times.slice(1).map((at, index) => at - (times[index] ?? 0))
}

test('[DL25] refusals in a row make a message pause longer and longer, up to a bound, and a success ends that', async () => {
  const all = twoPeople()
  const { server, chatId, alice, live } = all
  const hers: Client = await live(alice, { random: longest })
  const refused = () => server.plan('messages.send', ...range(1, 8).map(() => ({ refuse: 'unavailable' }) as const))
  refused()
  hers.send(chatId, text('one'))
  const first = await pauses(all, 'messages.send', 9)
  expect(first.length).toBe(8)
  expect(first.slice(0, 6)).toEqual(first.slice(0, 6).toSorted((a, b) => a - b))
  expect(new Set(first.slice(0, 6)).size).toBe(6)
  expect(Math.max(...first)).toBeLessThanOrEqual(15_500)
  refused()
  hers.send(chatId, text('two'))
  expect(await pauses(all, 'messages.send', 9)).toEqual(first)
})

test('refusals in a row make catching up pause longer and longer', async () => {
  const all = twoPeople()
  const { server, bob, client } = all
  server.plan('sync.pull', ...range(1, 5).map(() => ({ refuse: 'unavailable' }) as const))
  const his = client(bob, { random: longest })
  await his.start()
  const waited = await pauses(all, 'sync.pull', 6)
  expect(waited.length).toBe(5)
  expect(waited).toEqual(waited.toSorted((a, b) => a - b))
  expect(new Set(waited).size).toBe(5)
})
