import { expect, test } from 'bun:test'
import { asyncApi } from './asyncapi'
import { events } from './index'
import { type JsonSchema, methodEntries } from './json-schemas'
import { openApi } from './openapi'
import { openRpc } from './openrpc'

const documents = { OpenAPI: openApi(), OpenRPC: openRpc(), AsyncAPI: asyncApi() }
const names = Object.keys(documents) as (keyof typeof documents)[]

const resolve = (document: object, reference: string): unknown =>
  reference
    .slice(2)
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document)

/** Every `$ref` in a document that leads nowhere. */
const deadReferences = (document: object): string[] => {
  const dead: string[] = []
  JSON.stringify(document, (key, value) => {
    if (key === '$ref' && resolve(document, value) === undefined) dead.push(value)
    return value
  })
  return dead
}

/** Fields of objects in a document that nothing describes: neither themselves nor the type that they refer to. */
const undescribed = (document: object): string[] => {
  const found: string[] = []
  const look = (at: unknown, path: string): void => {
    if (typeof at !== 'object' || at === null) return
    const { type, properties } = at as JsonSchema
    if (type === 'object')
      for (const [field, { description, $ref }] of Object.entries(properties ?? {}))
        if (!description && !($ref && (resolve(document, $ref) as JsonSchema).description))
          found.push(`${path}.${field}`)
    for (const [key, value] of Object.entries(at)) if (!/^examples?$/.test(key)) look(value, `${path}.${key}`)
  }
  look(document, '')
  return found
}

test('OpenAPI has every HTTP method, the file paths and the service paths', () => {
  const expected = methodEntries()
    .filter(([, spec]) => !spec.connectionOnly)
    .map(([name]) => `/api/${name}`)
  expect(Object.keys(openApi().paths)).toEqual([
    ...expected,
    ...['/files/{mediaId}', '/media/{mediaId}/{file}', '/health', '/ready', '/metrics'],
    ...['/openapi.json', '/openrpc.json', '/asyncapi.json'],
  ])
  expect(expected).toContain('/api/messages.send')
  expect(expected).not.toContain('/api/session.open')
})

test('OpenRPC has every method and event', () => {
  const document = openRpc()
  expect(document.methods.map(({ name }) => name)).toEqual(methodEntries().map(([name]) => name))
  expect(document['x-events'].map(({ name }) => name)).toContain('chat.delta')
})

test('AsyncAPI has every event in its wire format', () => {
  const { components, operations } = asyncApi()
  expect(Object.keys(components.messages)).toEqual(Object.keys(events))
  expect(Object.keys(operations)).toEqual(Object.keys(events))
  expect(components.messages['chat.delta']?.payload.properties.params).toEqual({
    $ref: '#/components/schemas/ChatDelta',
  })
})

test.each(names)('every reference in %s leads somewhere', (name) => {
  expect(deadReferences(documents[name])).toEqual([])
})

test.each(names)('every field in %s is described', (name) => {
  expect(undescribed(documents[name])).toEqual([])
})

test('every parameter in OpenRPC is described', () => {
  const bare = documents.OpenRPC.methods.flatMap(({ name, params }) =>
    params.filter(({ description, schema }) => !description && !schema.$ref).map((param) => `${name} ${param.name}`),
  )
  expect(bare).toEqual([])
})

test('constants keep their type, and integers have a format', () => {
  const { Message, Reactions } = openApi().components.schemas
  expect(Message.properties?.mentionsAll).toMatchObject({ type: 'boolean', const: true })
  expect(Message.properties?.at).toMatchObject({ type: 'integer', format: 'int64' })
  expect(Reactions.description).toStartWith('All reactions')
  const untyped: string[] = []
  JSON.stringify(documents, (key, value: JsonSchema) => {
    if (value?.const !== undefined && typeof value.const !== value.type) untyped.push(key)
    if (value?.enum?.some((one) => typeof one !== value.type)) untyped.push(key)
    return value
  })
  expect(untyped).toEqual([])
})

test('OpenAPI describes the responses of a call', () => {
  const { post } = openApi().paths['/api/messages.send'] as {
    post: { requestBody: { content: { 'application/json': { schema: JsonSchema } } }; responses: object }
  }
  expect(post.requestBody.content['application/json'].schema.required).toEqual(['id', 'chatId', 'body'])
  expect(post.responses).toMatchObject({
    '200': { content: { 'application/json': { schema: { $ref: '#/components/schemas/Message' } } } },
    '409': { description: expect.stringMatching(/^`conflict`/) },
    '429': { headers: { 'Retry-After': { schema: { type: 'integer' } } } },
  })
})

test('OpenRPC marks optional parameters', () => {
  const list = openRpc().methods.find(({ name }) => name === 'messages.list')
  expect(list?.params.filter(({ required }) => required).map(({ name }) => name)).toEqual(['chatId'])
})

test('the documents contain the addresses of the responding server', () => {
  const chat = { origin: 'https://chat.example', tcp: 'tcps://chat.example:7001' }
  expect(openRpc(chat).servers.map(({ url }) => url)).toEqual(['wss://chat.example/ws', 'tcps://chat.example:7001'])
  expect(asyncApi(chat).servers).toMatchObject({
    webSocket: { host: 'chat.example', protocol: 'wss', pathname: '/ws' },
    tcp: { host: 'chat.example:7001', protocol: 'tcps' },
  })
  expect(openRpc({ origin: 'http://localhost' }).servers.map(({ url }) => url)).toEqual(['ws://localhost/ws'])
})
