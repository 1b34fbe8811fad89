import { expect, test } from 'bun:test'
import type { DebugEvent } from './api'
import { text, twoPeople } from './testing/people'

/** A running client of alice, with the events that it has reported so far. */
const reporting = async () => {
  const people = twoPeople()
  const reported: DebugEvent[] = []
  const hers = await people.live(people.alice, { debug: (event) => reported.push(event) })
  const his = await people.live(people.bob)
  const take = () => reported.splice(0)
  return { ...people, hers, his, take }
}
const frames = (events: readonly DebugEvent[], type: 'sent' | 'received') =>
  events.flatMap((event) => (event.type === type ? [JSON.parse(event.frame) as { method?: string }] : []))
const others = (events: readonly DebugEvent[]) => events.filter(({ type }) => type !== 'sent' && type !== 'received')
const about = (of: string, events: readonly DebugEvent[]) => events.filter((event) => 'of' in event && event.of === of)

test('a client reports its frames in both directions, in order', async () => {
  const { chatId, hers, clock, take } = await reporting()
  const opening = take()
  expect(frames(opening, 'sent').map(({ method }) => method)).toEqual(
    expect.arrayContaining(['session.open', 'sync.pull']),
  )
  hers.send(chatId, text('hello bob'))
  await clock.pass(100)
  const sending = take()
  const [sent] = frames(sending, 'sent')
  expect(sent).toMatchObject({ method: 'messages.send', params: { chatId, body: text('hello bob') } })
  expect(frames(sending, 'received').map(({ method }) => method)).toContain('chat.delta')
  expect(sending.findIndex(({ type }) => type === 'sent')).toBeLessThan(
    sending.findIndex(({ type }) => type === 'received'),
  )
})

test('a client reports breaks of its connection, and when it is live again', async () => {
  const { server, clock, take } = await reporting()
  take()
  for (const connection of [...server.connections]) connection.end(1006)
  await clock.pass(10_000)
  const events = others(take())
  expect(events.find(({ type }) => type === 'broken')).toMatchObject({ code: 1006, waitMs: expect.any(Number) })
  const phases = events.flatMap((event) => (event.type === 'connection' ? [event.state.phase] : []))
  expect(phases).toEqual(['waiting', 'connecting', 'syncing', 'live'])
})

test('a client reports what it does with a delta, and the request for a missing one', async () => {
  const { server, alice, chatId, his, clock, take } = await reporting()
  const rev = () => server.chats.get(chatId)?.rev ?? 0
  take()
  const before = rev()
  his.send(chatId, text('first'))
  await clock.pass(100)
  expect(others(take())).toContainEqual({ type: 'delta', of: chatId, from: before, rev: rev(), outcome: 'applied' })
  const [hers] = [...server.connections].filter(({ user }) => user === alice)
  hers?.push({ method: 'chat.delta', params: { chatId, from: rev() + 4, rev: rev() + 5 } })
  hers?.push({ method: 'user.delta', params: { from: 70, rev: 71 } })
  await clock.pass(10_000)
  const missing = take()
  expect(about('user', missing).slice(0, 2)).toEqual([
    { type: 'delta', of: 'user', from: 70, rev: 71, outcome: 'gap' },
    { type: 'fetch', of: 'user', since: server.accounts.get(alice)?.rev ?? 0 },
  ])
  expect(about(chatId, missing).slice(0, 2)).toEqual([
    { type: 'delta', of: chatId, from: rev() + 4, rev: rev() + 5, outcome: 'gap' },
    { type: 'fetch', of: chatId, since: rev() },
  ])
})
