import { expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol'
import { memberOf } from '../testing/client-state'
import { moreMembers } from './more-members'

const id = (at: number) => `user${at}` as UserId
const members = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => memberOf(id(from + at)))
const held = new Map(members(0, 90).map((member) => [member.userId, member]))

/** A group of 250 members, in pages of 60. */
const group = (fails?: number) => {
  const asked: (UserId | undefined)[] = []
  const ask = async (after: UserId | undefined) => {
    asked.push(after)
    if (asked.length === fails) return undefined
    const from = after === undefined ? 0 : Number(after.slice(4)) + 1
    const to = Math.min(250, from + 60)
    return { members: members(from, to), more: to < 250 }
  }
  return { asked, ask }
}

test('a click loads pages until a hundred new members arrived', async () => {
  const { asked, ask } = group()
  const first = await moreMembers({ fetched: new Map(), held }, ask)
  // 60 held, then 30 new of 60, then twice 60 new.
  expect(asked).toEqual([undefined, id(59), id(119), id(179)])
  expect(first.fetched.size).toBe(240)
  expect(first.exhausted).toBe(false)
  const second = await moreMembers({ fetched: first.fetched, held }, ask)
  expect(asked.at(-1)).toBe(id(239))
  expect(second).toMatchObject({ exhausted: true })
  expect(second.fetched.size).toBe(250)
})

test('a failed page ends it, and earlier pages stay', async () => {
  const { asked, ask } = group(2)
  const { fetched, exhausted } = await moreMembers({ fetched: new Map(), held }, ask)
  expect(asked).toHaveLength(2)
  expect(fetched.size).toBe(60)
  expect(exhausted).toBe(false)
})
