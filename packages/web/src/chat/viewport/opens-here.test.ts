import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { bob, textOf } from '../../testing/client-state'
import type { TimelineItem } from '../timeline-items'
import { opensHere } from './opens-here'
import { estimateRowPx } from './row-heights'

const origin = 'https://parley.example'
const chat = '/c/01890000-0000-7000-8000-00000000abcd/7'
const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false }
const opens = (address: string, press = {}) => opensHere(new URL(address), { ...none, ...press }, origin)

test('links to chats and messages of this server open here, other links open as usual', () => {
  expect(opens(origin + chat)).toBe(true)
  for (const address of [`https://elsewhere.example${chat}`, `${origin}/settings`, `${origin}/i/abc`])
    expect(opens(address)).toBe(false)
})

test('a click with a modifier key opens another tab or window', () => {
  for (const key of ['ctrlKey', 'metaKey', 'shiftKey', 'altKey'])
    expect(opens(origin + chat, { [key]: true })).toBe(false)
})

test('the estimated height of a row depends on its text, name and quote', () => {
  const item = (words: string, more: Partial<Extract<TimelineItem, { kind: 'message' }>> = {}) =>
    ({
      ...{ kind: 'message', key: 'm', message: textOf(bob, words), own: false, first: true, last: true, gap: 'block' },
      ...more,
    }) as TimelineItem
  const px = (one: TimelineItem, layout: 'bubbles' | 'flat' = 'bubbles', showPeople = true) =>
    estimateRowPx(one, { layout, showPeople, widthPx: 760 })
  const separators: readonly TimelineItem[] = [
    { kind: 'date', key: 'd', at: 0 },
    { kind: 'unread', key: 'u' },
    { kind: 'service', key: 's', message: textOf(bob, '') },
  ]
  expect(separators.map((one) => px(one))).toEqual([54, 40, 36])
  const line = px(item('hello'))
  expect(line).toBe(22 + 18 + 25)
  expect(px(item('hello'), 'bubbles', false)).toBe(line - 18)
  expect(px(item('hello', { own: true }))).toBe(line - 18)
  expect(px(item('hello', { first: false, gap: 'run' }))).toBe(22 + 17)
  expect(px(item('one\ntwo\n\nfour'))).toBe(line + 3 * 22)
  // 520 px, less the bubble's padding, fit 67 characters a line.
  expect([67, 68].map((length) => px(item('x'.repeat(length))))).toEqual([line, line + 22])
  expect(px(item('x'.repeat(100_000)))).toBe(792 + 18 + 25)
  expect(px(item('👍'))).toBe(69)
  expect(px(item('👍👍'))).toBe(line)
  expect([px(item('hello'), 'flat'), px(item('hello', { first: false }), 'flat')]).toEqual([22 + 32, 22 + 4])
  const answer = item('hello', { message: textOf(bob, 'hello', { replyTo: { id: 'q' as MessageId, seq: 1 } }) })
  expect(px(answer)).toBe(line + 48)
  const taken = textOf(bob, '', { replyTo: { id: 'q' as MessageId, seq: 1 }, body: { type: 'retracted' } })
  expect(px(item('', { message: taken }))).toBe(line)
})
