import { expect, test } from 'bun:test'
import type { MethodName } from '@parley/protocol'
import { isUuidV7, WORLD_CHAT_ID } from '@parley/protocol/ids'
import { methodEntries } from '@parley/protocol/json-schemas'
import { openRpc } from '@parley/protocol/openrpc'
import { indexed, type Method } from './contract-document'
import { tryableParams } from './known'

const { openRpc: contract, byName } = indexed(openRpc())
const specs = new Map(methodEntries())
const me = { id: '01980000-0000-7000-8000-00000000aaaa', name: 'Alice', username: 'alice' }
const messageId = '01980000-0000-7000-8000-00000000bbbb'
const group = '01980000-0000-7000-8000-00000000cccc'

const paramsOf = (name: MethodName, known = { me, messageId, chats: { groups: group } }) => {
  const entry = byName.get(name)
  return entry?.kind === 'method' ? tryableParams(entry.method as Method, contract['x-example-ids'], known) : undefined
}

test('the initial parameters of every method are valid, whatever the page knows', () => {
  for (const [name, spec] of specs) expect([name, spec.input.safeParse(paramsOf(name)).success]).toEqual([name, true])
})

test('client-generated ids are new each time', () => {
  const [first, second] = [paramsOf('messages.send'), paramsOf('messages.send')] as { id: string }[]
  expect(isUuidV7(first?.id ?? '')).toBe(true)
  expect(first?.id).not.toBe(second?.id)
})

test('known ids appear in the examples that need them', () => {
  expect(paramsOf('messages.retract')).toEqual({ chatId: WORLD_CHAT_ID, id: messageId })
  expect(paramsOf('groups.dissolve')).toEqual({ chatId: group })
  expect(paramsOf('users.get')).toEqual({ ids: [me.id] })
})
