import { expect, test } from 'bun:test'
import { openRpc } from '@parley/protocol/openrpc'
import { indexed } from './contract-document'
import { search } from './search'

const { entries, byName } = indexed(openRpc())
const found = (query: string) => search(entries, query).map(({ name }) => name)

test('a method is found by the beginning of its name, before those that only mention the query', () => {
  expect(found('send')[0]).toBe('messages.send')
  expect(found('messages.se')[0]).toBe('messages.send')
  expect(found('dissolve')[0]).toBe('groups.dissolve')
  const users = found('users')
  expect(
    users.slice(
      0,
      users.findIndex((name) => !name.startsWith('users.')),
    ).length,
  ).toBeGreaterThan(1)
})

test('all words of a query must match', () => {
  expect(found('groups link')).toContain('groups.createLink')
  expect(found('groups link')).not.toContain('groups.leave')
  expect(found('nothing like this')).toEqual([])
})

test('events and types are found too, and everything is listed without a query', () => {
  expect(found('typing')).toContain('chat.typing')
  expect(found('message')).toContain('Message')
  expect(found('').length).toBe(byName.size)
})
