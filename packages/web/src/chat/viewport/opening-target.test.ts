import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { bob, textOf } from '../../testing/client-state'
import type { Opening } from '../opening'
import { timelineItems } from '../timeline-items'
import { openingTarget } from './opening-target'
import { unreadTopPx } from './shown'

const targetOf = (opening: Opening, { seqs = [1, 2, 4], dividerAfterSeq }: Partial<Given> = {}) => {
  const rows = seqs.map((seq) => textOf(bob, 'hi', { id: `m${seq}` as MessageId, seq, at: seq }))
  return openingTarget(timelineItems({ rows, atStart: true, me: undefined, dividerAfterSeq }), opening)
}

interface Given {
  readonly seqs: readonly number[]
  readonly dividerAfterSeq: number
}

test('a history opens at the message of a link, or the next one if that is gone', () => {
  expect(targetOf({ at: 'message', seq: 2 })).toEqual({ key: 'm2', at: 'center', flash: true })
  expect(targetOf({ at: 'message', seq: 3 })).toEqual({ key: 'm4', at: 'center', flash: true })
  expect(targetOf({ at: 'message', seq: 5 })).toBeUndefined()
})

test('a history opens where it was left, even if the message there is gone', () => {
  const saved = (key: string, seq: number) => targetOf({ at: 'saved', position: { key, seq, offsetPx: -7 } })
  expect(saved('m2', 2)).toEqual({ key: 'm2', at: { topPx: -7 }, flash: false })
  expect(saved('m3', 3)).toEqual({ key: 'm4', at: { topPx: -7 }, flash: false })
  expect(saved('m9', 9)).toBeUndefined()
})

test('a history opens at the first unread message below its divider, else at the end', () => {
  const first = { key: 'm4', at: { topPx: unreadTopPx }, flash: false }
  expect(targetOf({ at: 'first-unread' }, { dividerAfterSeq: 2 })).toEqual(first)
  expect(targetOf({ at: 'first-unread' })).toBe('end')
  expect(targetOf({ at: 'end', chip: true }, { dividerAfterSeq: 2 })).toBe('end')
})
