import { expect, test } from 'bun:test'
import { documentProblems } from './contract-validators.mjs'

const openRpc = () => ({
  openrpc: '1.3.2',
  info: { title: 'Clock', version: '1' },
  servers: [{ name: 'WebSocket', url: 'ws://localhost/ws' }],
  methods: [
    {
      name: 'now',
      params: [{ name: 'zone', required: true, schema: { $ref: '#/components/schemas/Zone' } }],
      result: { name: 'result', schema: { type: 'integer', format: 'int64' } },
      errors: [{ code: 1, message: 'No.' }],
      examples: [{ name: 'a call', params: [{ name: 'zone', value: 'utc' }], result: { name: 'result', value: 5 } }],
    },
  ],
  components: { schemas: { Zone: { type: 'string', enum: ['utc'] } } },
})

const openApi = () => ({
  openapi: '3.1.0',
  info: { title: 'Clock', version: '1' },
  paths: {
    '/now': {
      get: {
        responses: {
          200: { description: 'Now.', content: { 'application/json': { schema: { type: 'integer' }, example: 5 } } },
        },
      },
    },
  },
  components: { schemas: { Flag: { type: 'boolean', const: true } } },
})

const asyncApi = () => ({
  asyncapi: '3.0.0',
  info: { title: 'Clock', version: '1' },
  channels: { clock: { messages: { tick: { $ref: '#/components/messages/tick' } } } },
  components: {
    messages: {
      tick: { name: 'tick', payload: { $ref: '#/components/schemas/Tick' }, examples: [{ payload: { at: 1 } }] },
    },
    schemas: { Tick: { type: 'object', properties: { at: { type: 'integer' } }, required: ['at'] } },
  },
})

const changed = (document, change) => {
  change(document)
  return document
}

test('valid documents have no problems', async () => {
  expect(await documentProblems('openrpc', openRpc())).toEqual([])
  expect(await documentProblems('openapi', openApi())).toEqual([])
  expect(await documentProblems('asyncapi', asyncApi())).toEqual([])
})

const faults = [
  ['an invalid address', 'openrpc', openRpc, (it) => (it.servers[0].url = '/ws'), '/servers/0/url'],
  ['an unknown field in an error', 'openrpc', openRpc, (it) => (it.methods[0].errors[0]['x-status'] = 4), '/methods/0'],
  ['an invalid example', 'openrpc', openRpc, (it) => (it.methods[0].examples[0].params[0].value = 'cet'), 'params/0'],
  ['a dangling reference', 'openrpc', openRpc, (it) => (it.components.schemas = {}), "can't resolve"],
  ['a path without responses', 'openapi', openApi, (it) => (it.paths['/now'].get.responses = 5), '/paths'],
  [
    'a constant of the wrong type',
    'openapi',
    openApi,
    (it) => (it.components.schemas.Flag.const = 'true'),
    'constant "true"',
  ],
  ['an unknown keyword', 'openapi', openApi, (it) => (it.components.schemas.Flag.typo = 1), 'unknown keyword'],
  ['an unknown type', 'openapi', openApi, (it) => (it.components.schemas.Flag.type = 'bool'), 'Flag'],
  ['no title', 'asyncapi', asyncApi, (it) => (it.info = { version: '1' }), "'title'"],
  [
    'an event with an invalid example',
    'asyncapi',
    asyncApi,
    (it) => (it.components.schemas.Tick.properties.at.type = 'string'),
    'must be string',
  ],
]

for (const [fault, name, make, change, said] of faults)
  test(`${fault} is a problem`, async () => {
    const problems = await documentProblems(name, changed(make(), change))
    expect(problems.join('\n')).toContain(said)
  })
