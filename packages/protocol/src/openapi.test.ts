import { expect, test } from 'bun:test'
import { methodEntries } from './json-schemas'
import { openApi } from './openapi'
import { openRpc } from './openrpc'

/** Every `$ref` in a document that leads nowhere. */
const deadReferences = (document: object): string[] => {
  const dead: string[] = []
  const resolve = (reference: string): unknown =>
    reference
      .slice(2)
      .split('/')
      .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)
  JSON.stringify(document, (key, value) => {
    if (key === '$ref' && resolve(value) === undefined) dead.push(value)
    return value
  })
  return dead
}

test('OpenAPI holds every method that works over HTTP, and no other', () => {
  const expected = methodEntries()
    .filter(([, spec]) => !spec.connectionOnly)
    .map(([name]) => `/api/${name}`)
  expect(Object.keys(openApi().paths)).toEqual(expected)
  expect(expected).toContain('/api/messages.send')
  expect(expected).not.toContain('/api/session.open')
})

test('OpenRPC holds every method and every event', () => {
  const document = openRpc()
  expect(document.methods.map(({ name }) => name)).toEqual(methodEntries().map(([name]) => name))
  expect(document['x-events'].map(({ name }) => name)).toContain('chat.delta')
})

test('every reference in both documents leads somewhere', () => {
  expect(deadReferences(openApi())).toEqual([])
  expect(deadReferences(openRpc())).toEqual([])
})

test('OpenAPI describes what a call may answer', () => {
  const send = openApi().paths['/api/messages.send']?.post
  expect(send?.requestBody.content['application/json'].schema.required).toEqual(['id', 'chatId', 'body'])
  expect(send?.responses['200']?.content['application/json'].schema).toEqual({ $ref: '#/components/schemas/Message' })
  expect(send?.responses['409']?.description).toStartWith('`conflict`')
})

test('OpenRPC says which parameters may be left out', () => {
  const list = openRpc().methods.find(({ name }) => name === 'messages.list')
  expect(list?.params.filter(({ required }) => required).map(({ name }) => name)).toEqual(['chatId'])
})
