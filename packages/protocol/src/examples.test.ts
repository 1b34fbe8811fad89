import { expect, test } from 'bun:test'
import { type EventName, events, type MethodName, type MethodSpec } from './index'
import { methodEntries } from './json-schemas'
import { openRpc } from './openrpc'

const document = openRpc()
const specs = Object.fromEntries(methodEntries()) as Record<MethodName, MethodSpec>

const firstExample = (name: MethodName) => {
  const example = document.methods.find((method) => method.name === name)?.examples[0]
  return {
    params: Object.fromEntries(example?.params.map((param) => [param.name, param.value]) ?? []),
    result: example?.result.value,
  }
}

test.each(methodEntries().map(([name]) => name))('the example of %s is taken, and its answer is one', (name) => {
  const { params, result } = firstExample(name)
  expect(specs[name].input.safeParse(params).error?.issues ?? []).toEqual([])
  expect(specs[name].output.safeParse(result).error?.issues ?? []).toEqual([])
})

test.each(Object.keys(events) as EventName[])('the example of the event %s is one', (name) => {
  const example = document['x-events'].find((event) => event.name === name)?.example
  expect(events[name].params.safeParse(example).error?.issues ?? []).toEqual([])
})

test('an example has a fresh id only where the caller makes the id', () => {
  const fresh = document['x-example-ids'].fresh
  const making = document.methods.filter(({ examples }) => JSON.stringify(examples[0]?.params).includes(fresh))
  const messages = ['messages.send', 'messages.forward'] as const
  const made = ['groups.create', 'channels.create', ...messages, 'media.create', 'admin.cleanWave'] as const
  const byServices = ['service.createGroup', 'service.sendMessage', 'service.sendSystem'] as const
  expect(making.map(({ name }) => name)).toEqual([...made, ...byServices])
})

test('methods and events share no name, so each has its own address', () => {
  const names = [...document.methods.map(({ name }) => name), ...document['x-events'].map(({ name }) => name)]
  expect(new Set<string>(names).size).toBe(names.length)
})

test('descriptions of fields in the contract are in the document', () => {
  const list = document.methods.find(({ name }) => name === 'messages.list')
  expect(list?.result.schema.properties?.more?.description).toStartWith('Whether more messages follow')
  expect(document.components.schemas.Message?.properties?.editedAt?.description).toContain('Epoch milliseconds.')
  expect(document['x-limits'].find(({ name }) => name === 'frameBytes')?.description).toStartWith('One frame')
})

test('methods that cannot be undone are marked', () => {
  const final = document.methods.filter((method) => 'x-final' in method).map(({ name }) => name)
  for (const name of ['messages.retract', 'groups.dissolve', 'chats.clear', 'sessions.revoke'] as const)
    expect(final).toContain(name)
  expect(final).not.toContain('messages.send')
})
