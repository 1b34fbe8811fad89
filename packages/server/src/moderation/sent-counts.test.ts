import { expect, test } from 'bun:test'
import { type MessageId, newUuidV7, type UserId } from '@parley/protocol'
import { SentCounts } from './sent-counts'

const most = 20
const windowMs = 10_000
const limit = () => ({ floodMessages: most, floodWindowMs: windowMs })
const bob = { userId: newUuidV7() as UserId }
const ids = (count: number, name = 'message') => Array.from({ length: count }, (_, at) => `${name} ${at}` as MessageId)

/** The counts of some nodes that tell each other, under one clock. */
const nodes = (count: number) => {
  const clock = { nowMs: 1_000_000_000_000 }
  const list: SentCounts[] = []
  for (let node = 0; node < count; node++)
    list.push(
      new SentCounts({
        now: () => clock.nowMs,
        limit,
        tell: (userId, told) => {
          for (const [at, other] of list.entries()) if (at !== node) other.countElsewhere({ userId, ...told })
        },
      }),
    )
  return { clock, list }
}
const alone = () => {
  const clock = { nowMs: 1_000_000_000_000 }
  return { clock, counts: new SentCounts({ now: () => clock.nowMs, limit, tell: undefined }) }
}

test('[FL2] repeated sends of several messages don’t count', () => {
  const { counts } = alone()
  const sent = ids(most / 2)
  for (let round = 0; round < 5; round++) for (const id of sent) expect(counts.count(bob, id, false)).toBe('allowed')
  for (const id of ids(most / 2, 'other')) expect(counts.count(bob, id, false)).toBe('allowed')
  expect(counts.count(bob, 'one more' as MessageId, false)).toEqual({ waitMs: windowMs })
})

test('[FL2] repeated sends to a friend don’t count, and neither do refused ones', () => {
  const { counts } = alone()
  const sent = ids(3)
  for (let round = 0; round < 50; round++) for (const id of sent) expect(counts.count(bob, id, true)).toBe('allowed')
  for (const id of ids(most - 1, 'other')) expect(counts.count(bob, id, false)).toBe('allowed')
  const [fourth, fifth, sixth] = ids(3, 'friendly')
  for (const id of [fourth, fifth]) expect(counts.count(bob, id as MessageId, true)).toBe('allowed')
  for (let again = 0; again < 5; again++)
    expect(counts.count(bob, sixth as MessageId, true)).toEqual({ waitMs: windowMs })
})

test('[FL1] a clock that goes back refuses no one', () => {
  const { clock, counts } = alone()
  for (const id of ids(most)) {
    clock.nowMs += 60_000
    expect(counts.count(bob, id, false)).toBe('allowed')
  }
  clock.nowMs -= 30 * 60_000
  for (const id of ids(most, 'later')) expect(counts.count(bob, id, false)).toBe('allowed')
})

test.each([2, 3, 4, 5, 8])('[FL7] a person who writes every two seconds on %i nodes in turn doesn’t wait', (count) => {
  const { clock, list } = nodes(count)
  for (const [at, id] of ids(400).entries()) {
    clock.nowMs += 2_000
    expect(list[at % count]?.count(bob, id, false)).toBe('allowed')
  }
})

test('[FL7] nodes tell each other of fast senders', () => {
  const { clock, list } = nodes(2)
  const outcomes = ids(most * 2).map((id, at) => {
    clock.nowMs += 10
    return list[at % 2]?.count(bob, id, false)
  })
  expect(outcomes.filter((outcome) => outcome === 'allowed').length).toBeLessThan(most * 1.5)
})

test('[FL1] refusals of all nodes count together', () => {
  const { clock, list } = nodes(2)
  const [one, two] = list as [SentCounts, SentCounts]
  for (const id of ids(most)) one.count(bob, id, false)
  let refused = 0
  for (const [at, id] of ids(most * 4, 'more').entries()) {
    clock.nowMs += 10
    const outcome = (at % 2 === 0 ? one : two).count(bob, id, false)
    if (outcome === 'too_many') break
    if (outcome !== 'allowed') refused++
  }
  // Each node may not know of the last quarter of the limit yet.
  expect(refused).toBeGreaterThanOrEqual(most)
  expect(refused).toBeLessThan(most * 1.5)
})

test('[FL1] refusals of an earlier window don’t count, on any node', () => {
  const { clock, list } = nodes(2)
  const [one, two] = list as [SentCounts, SentCounts]
  for (let window = 0; window < 5; window++) {
    for (const id of ids(most, `sent ${window}`)) one.count(bob, id, false)
    for (const [at, id] of ids(most / 2, `more ${window}`).entries())
      expect((at % 2 === 0 ? one : two).count(bob, id, false)).not.toBe('too_many')
    clock.nowMs += 2 * windowMs
  }
})
