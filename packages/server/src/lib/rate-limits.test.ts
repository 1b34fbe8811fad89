import { describe, expect, test } from 'bun:test'
import { RateLimits } from './rate-limits'

const make = (maxBuckets?: number) => {
  const clock = { nowMs: 1_000, now: () => clock.nowMs }
  const limits = new RateLimits({
    clock,
    rates: { write: { burst: 3, perSecond: 2 }, none: null },
    ...(maxBuckets === undefined ? {} : { maxBuckets }),
  })
  return { clock, limits }
}

describe('RateLimits', () => {
  test('allows a burst, then says how long to wait', () => {
    const { limits } = make()
    expect([1, 2, 3, 4].map(() => limits.take('write', 'alice'))).toEqual([0, 0, 0, 500])
  })

  test('fills up with time, never over the burst', () => {
    const { clock, limits } = make()
    for (let at = 0; at < 3; at++) limits.take('write', 'alice')
    clock.nowMs += 500
    expect(limits.take('write', 'alice')).toBe(0)
    expect(limits.take('write', 'alice')).toBe(500)
    clock.nowMs += 3_600_000
    expect([1, 2, 3, 4].map(() => limits.take('write', 'alice'))).toEqual([0, 0, 0, 500])
  })

  test('charges for work beyond what is left, and waits until the debt is paid', () => {
    const { clock, limits } = make()
    limits.charge('write', 'alice', 7)
    expect([limits.take('write', 'alice'), limits.take('write', 'bob')]).toEqual([2_500, 0])
    clock.nowMs += 2_499
    expect(limits.take('write', 'alice')).toBe(1)
    clock.nowMs += 1
    expect(limits.take('write', 'alice')).toBe(0)
    limits.charge('none', 'alice', 1_000)
    expect(limits.take('none', 'alice')).toBe(0)
  })

  test('is low when less than a tenth is left, until it has filled up again', () => {
    const clock = { nowMs: 0, now: () => clock.nowMs }
    const limits = new RateLimits({ clock, rates: { refused: { burst: 100, perSecond: 1 }, none: null } })
    expect(limits.isLow('refused', 'alice')).toBe(false)
    for (let at = 0; at < 90; at++) limits.take('refused', 'alice')
    expect(limits.isLow('refused', 'alice')).toBe(false)
    limits.take('refused', 'alice')
    expect([limits.isLow('refused', 'alice'), limits.isLow('refused', 'bob')]).toEqual([true, false])
    clock.nowMs += 1_000
    expect(limits.isLow('refused', 'alice')).toBe(false)
    expect(limits.isLow('none', 'alice')).toBe(false)
  })

  test('counts each caller apart', () => {
    const { limits } = make()
    for (let at = 0; at < 4; at++) limits.take('write', 'alice')
    expect(limits.take('write', 'bob')).toBe(0)
  })

  test('a rate of null has no limit', () => {
    const { limits } = make()
    for (let at = 0; at < 1_000; at++) expect(limits.take('none', 'alice')).toBe(0)
  })

  test('a clock that goes back gives nothing away and does not lock out', () => {
    const { clock, limits } = make()
    for (let at = 0; at < 3; at++) limits.take('write', 'alice')
    clock.nowMs -= 10_000
    expect(limits.take('write', 'alice')).toBe(500)
    clock.nowMs += 500
    expect(limits.take('write', 'alice')).toBe(0)
  })

  test('keeps a bounded number of buckets, spent ones longest', () => {
    const { clock, limits } = make(100)
    for (let at = 0; at < 4; at++) limits.take('write', 'alice')
    for (let at = 0; at < 50; at++) limits.take('write', `idle ${at}`)
    clock.nowMs += 499
    for (let at = 0; at < 49; at++) limits.take('write', `more ${at}`)
    clock.nowMs += 1
    limits.take('write', 'alice')
    limits.take('write', 'bob')
    expect(limits.take('write', 'alice')).toBeGreaterThan(0)
  })
})
