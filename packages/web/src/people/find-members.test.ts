import { expect, test } from 'bun:test'
import type { Member, UserId } from '@parley/protocol'
import { findMembers } from './find-members'

const memberOf = (name: string) => ({ userId: name as UserId }) as Member

/** A server that finds these pages. */
const serverOf = (pages: readonly (readonly string[])[]) => {
  const asked: (UserId | undefined)[] = []
  const ask = async (after: UserId | undefined) => {
    const members = (pages[asked.push(after) - 1] ?? []).map(memberOf)
    return { members, users: [], more: asked.length < pages.length }
  }
  return { asked, ask }
}

test('short pages follow each other until there are enough members', async () => {
  const { asked, ask } = serverOf([['alice'], ['bob', 'carol'], ['dave']])
  const { members } = await findMembers(3, ask)
  expect(members.map(({ userId }): string => userId)).toEqual(['alice', 'bob', 'carol'])
  expect(asked).toEqual([undefined, 'alice' as UserId])
})

test('the search ends with the last page', async () => {
  const { asked, ask } = serverOf([['alice'], []])
  expect((await findMembers(9, ask)).members).toHaveLength(1)
  expect(asked).toHaveLength(2)
})
