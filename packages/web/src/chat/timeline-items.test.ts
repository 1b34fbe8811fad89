import { describe, expect, test } from 'bun:test'
import type { ChatId, MessageId, UserId } from '@parley/protocol'
import type { TimelineMessage } from '@parley/sdk/api'
import { type TimelineItem, timelineItems } from './timeline-items'

const alice = 'alice' as UserId
const bob = 'bob' as UserId
const noon = new Date(2026, 10, 22, 12).getTime()
const minute = 60_000

const message = (seq: number, senderId: UserId, at: number): TimelineMessage => ({
  id: `m${seq}` as MessageId,
  chatId: 'chat' as ChatId,
  senderId,
  at,
  body: { type: 'text', text: `text ${seq}` },
  seq,
  status: 'sent',
})
const service = (seq: number, at: number): TimelineMessage => ({
  ...message(seq, alice, at),
  body: { type: 'system', event: 'member_left' },
})
const shape = (items: readonly TimelineItem[]): string[] =>
  items.map((item) =>
    item.kind === 'message' ? `${item.key}${item.first ? '^' : ''}${item.last ? '$' : ''}` : `${item.kind}:${item.key}`,
  )
const build = (rows: readonly TimelineMessage[], dividerAfterSeq?: number) =>
  timelineItems({ rows, atStart: true, me: alice, dividerAfterSeq })

describe('timeline items', () => {
  test('a run ends after five minutes, and at another sender, a service message or a new day', () => {
    const rows = [
      message(1, bob, noon),
      message(2, bob, noon + 4 * minute),
      message(3, bob, noon + 9 * minute),
      message(4, alice, noon + 9 * minute),
      service(5, noon + 9 * minute),
      message(6, alice, noon + 9 * minute),
      message(7, alice, noon + 24 * 60 * minute),
    ]
    expect(shape(build(rows))).toEqual([
      'date:d:2026-11-22',
      'm1^',
      'm2$',
      'm3^$',
      'm4^$',
      'service:m5',
      'm6^$',
      'date:d:2026-11-23',
      'm7^$',
    ])
  })

  test('the divider precedes the first message of others after the cursor, never own or service messages', () => {
    const rows = [
      message(1, bob, noon),
      message(2, alice, noon),
      service(3, noon),
      message(4, bob, noon),
      message(5, bob, noon),
    ]
    expect(shape(build(rows, 1))).toEqual(['date:d:2026-11-22', 'm1^$', 'm2^$', 'service:m3', 'unread:u', 'm4^', 'm5$'])
    expect(shape(build(rows, 5)).join()).not.toContain('unread')
    expect(shape(build(rows)).join()).not.toContain('unread')
  })

  test('there is no divider while the first unread message is older than the window', () => {
    const window = { rows: [message(8, bob, noon), message(9, bob, noon)], atStart: false, me: alice }
    expect(shape(timelineItems({ ...window, dividerAfterSeq: 3 }))).toEqual(['m8^', 'm9$'])
    expect(shape(timelineItems({ ...window, dividerAfterSeq: 7 }))).toEqual(['unread:u', 'm8^', 'm9$'])
  })

  test("a waiting message with a slow clock doesn't repeat the separator of a day", () => {
    const { seq: _seq, ...waiting } = message(2, alice, noon - 24 * 60 * minute)
    expect(shape(build([message(1, bob, noon), { ...waiting, status: 'queued' }]))).toEqual([
      'date:d:2026-11-22',
      'm1^$',
      'm2^$',
    ])
  })

  test('a window that begins inside the history has no separator before its first row', () => {
    const rows = [message(1, bob, noon), message(2, bob, noon + 24 * 60 * minute)]
    expect(shape(timelineItems({ rows, atStart: false, me: alice, dividerAfterSeq: undefined }))).toEqual([
      'm1^$',
      'date:d:2026-11-23',
      'm2^$',
    ])
  })

  test('unchanged rows stay the same objects when older rows are added before them', () => {
    const rows = [message(3, bob, noon), message(4, alice, noon)]
    const before = build(rows)
    const after = timelineItems(
      { rows: [message(2, bob, noon - 1), ...rows], atStart: true, me: alice, dividerAfterSeq: undefined },
      before,
    )
    expect(after.at(-1)).toBe(before.at(-1) as TimelineItem)
    expect(after[0]).toBe(before[0] as TimelineItem)
    expect(after[2]).not.toBe(before[1] as TimelineItem)
  })
})
