import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { type VisitList, visitsIn, visitsText, withVisit } from './visit-list'

const id = (at: number) => `chat${at}` as ChatId
const visited = (...chats: readonly number[]): VisitList =>
  chats.reduce<VisitList>((visits, chat, at) => withVisit(visits, id(chat), 1_000 + at), new Map())

test('each visit counts, and the latest chat comes first', () => {
  expect([...visited(1, 2, 1)]).toEqual([
    [id(1), { count: 2, lastMs: 1_002 }],
    [id(2), { count: 1, lastMs: 1_001 }],
  ])
})

test('two hundred chats are kept, and those visited longest ago are dropped', () => {
  const visits = visited(...Array.from({ length: 201 }, (_, at) => at))
  expect(visits.size).toBe(200)
  expect([visits.has(id(0)), visits.has(id(1)), visits.has(id(200))]).toEqual([false, true, true])
})

test('the list survives serialisation, and invalid text gives an empty list', () => {
  const visits = visited(3, 5, 3)
  expect([...visitsIn(visitsText(visits))]).toEqual([...visits])
  for (const text of [undefined, '', '{', '{"a":1}']) expect(visitsIn(text).size).toBe(0)
})
