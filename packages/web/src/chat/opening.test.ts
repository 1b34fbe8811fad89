import { describe, expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { openingOf } from './opening'

const dayMs = 24 * 60 * 60_000
const base = { saved: undefined, unread: 0, behind: 0, nowMs: 100 * dayMs }

describe('where a chat opens', () => {
  test('at the saved position', () => {
    const saved = { key: 'm7' as MessageId, seq: 7, offsetPx: -12 }
    expect(openingOf({ ...base, saved, unread: 5, behind: 5 })).toEqual({ at: 'saved', position: saved })
  })
  test('else at the first unread message', () => {
    expect(openingOf({ ...base, unread: 5, behind: 5, firstUnreadAtMs: 99 * dayMs })).toEqual({ at: 'first-unread' })
  })
  test('else at the end', () => expect(openingOf(base)).toEqual({ at: 'end', chip: false }))
  test('at the end with a chip if the unread messages are too many or too old', () => {
    expect(openingOf({ ...base, unread: 100, behind: 501 })).toEqual({ at: 'end', chip: true })
    expect(openingOf({ ...base, unread: 2, behind: 2, firstUnreadAtMs: 92 * dayMs })).toEqual({ at: 'end', chip: true })
  })
})
