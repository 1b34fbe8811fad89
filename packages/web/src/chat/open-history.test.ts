import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { alice, bob, entryOf, textOf } from '../testing/client-state'
import { openHistory } from './open-history'

const dayMs = 86_400_000
const nowMs = 100 * dayMs

const opened = async (
  rows: readonly TimelineMessage[],
  more: Partial<Parameters<typeof openHistory>[1]> & {
    readonly unread?: number
    readonly seq?: number
    readonly read?: number
  } = {},
) => {
  const { unread = 0, seq = 10, read = 10, ...input } = more
  const asked: unknown[] = []
  const timeline = {
    state: { get: () => ({ rows, openedReadSeq: read }) },
    show: async (where: unknown) => void asked.push(where),
  } as unknown as Timeline
  const state = { chatId: 'g' as ChatId, rev: 1, readSeq: read, clearedSeq: 0 }
  const entry = entryOf('g', { seq }, { unread, state })
  const rest = { me: alice, saved: undefined, named: undefined, nowMs, formatted: async () => {} }
  const opening = await openHistory(timeline, { entry, ...rest, ...input })
  return { opening, asked }
}
const row = (seq: number, daysAgo: number, who = bob) => textOf(who, 'hi', { seq, at: nowMs - daysAgo * dayMs })

test('a chat opens at the message of a link, or as usual if that message is missing', async () => {
  expect(await opened([row(5, 0)], { named: 5 })).toEqual({ opening: { at: 'message', seq: 5 }, asked: [{ seq: 5 }] })
  const missing = await opened([row(5, 0)], { named: 6 })
  expect(missing).toEqual({ opening: { at: 'end', chip: false }, asked: [{ seq: 6 }, 'latest'] })
})

test('a chat opens at its saved position, else at its first unread message, else at its end', async () => {
  const position = { key: 'm', seq: 3, offsetPx: -5 }
  const saved = await opened([row(3, 0)], { saved: position, unread: 2 })
  expect(saved).toEqual({ opening: { at: 'saved', position }, asked: [{ seq: 3 }] })
  const unavailable = await opened([], { saved: position, unread: 2 })
  expect(unavailable).toEqual({ opening: { at: 'end', chip: false }, asked: [{ seq: 3 }, 'latest'] })
  const unread = await opened([row(8, 0), row(9, 0)], { unread: 2, read: 8 })
  expect(unread).toEqual({ opening: { at: 'first-unread' }, asked: ['first_unread'] })
  expect((await opened([])).asked).toEqual(['latest'])
})

test('unread messages that are too many or too old are left for the chip', async () => {
  const many = await opened([], { unread: 100, seq: 700, read: 100 })
  expect(many).toEqual({ opening: { at: 'end', chip: true }, asked: ['latest'] })
  // The own message in between is older, but not unread.
  const old = await opened([row(9, 9, alice), row(10, 8)], { unread: 1, read: 8 })
  expect(old).toEqual({ opening: { at: 'end', chip: true }, asked: ['first_unread', 'latest'] })
  const fresh = await opened([row(8, 9), row(9, 9, alice), row(10, 6)], { unread: 1, read: 8 })
  expect(fresh.opening).toEqual({ at: 'first-unread' })
})

test('a chat opens once the texts of its window can show formatted', async () => {
  const steps: unknown[] = []
  const formatted = async (texts: readonly string[]) => {
    for (let turns = 0; turns < 20; turns++) await Promise.resolve()
    steps.push(texts)
  }
  await opened([row(9, 0), row(10, 0)], { formatted }).then(() => steps.push('opened'))
  expect(steps).toEqual([['hi', 'hi'], 'opened'])
})
