/**
 * The contract as an OpenRPC document: JSON-RPC 2.0 over WebSocket and TCP, with every method and every event. It
 * holds everything that a page needs to show the contract and try it out.
 */
import { docOf, documentedSchemas } from './documented'
import { type Endpoints, localEndpoints, webSocketUrl } from './endpoints'
import { exampleIds, exampleOf, exampleParams } from './examples'
import {
  closeCodes,
  commonErrors,
  type ErrorName,
  type EventName,
  errors,
  events,
  limits,
  type MethodName,
  type MethodSpec,
  PROTOCOL_VERSION,
  rates,
} from './index'
import { type ContractSchemas, type JsonSchema, methodEntries } from './json-schemas'

const about = `JSON-RPC 2.0 over the WebSocket \`/ws\`, one object or batch per frame, and over TCP, one object or batch per line in UTF-8.
Sign in with \`session.open {token}\`, or with a cookie or bearer token at the upgrade. Over TCP the event \`session.closed\`
replaces the close code. Events are notifications: \`x-events\` lists them, and \`/asyncapi.json\` describes them as AsyncAPI.
\`/openapi.json\` describes the same methods over HTTP.`

const paramsOf = (schema: JsonSchema) =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    ...(property.description !== undefined && { description: property.description }),
    schema: property,
  }))

const errorNames = Object.keys(errors) as ErrorName[]

const errorOf = (name: ErrorName) => ({
  code: errors[name].code,
  message: errors[name].message,
  data: { code: name, retry: errors[name].retry },
})

const errorsOf = (spec: MethodSpec) =>
  [...new Set([...spec.errors, ...commonErrors])].map((name) => ({ $ref: `#/components/errors/${name}` }))

const methodOf = (name: MethodName, spec: MethodSpec, { params, results, named }: ContractSchemas) => {
  const example = exampleParams(name, params[name], named)
  return {
    name,
    tags: [{ name: name.split('.')[0] ?? name }],
    description: spec.doc,
    paramStructure: 'by-name',
    params: paramsOf(params[name]),
    result: { name: 'result', schema: results[name] },
    errors: errorsOf(spec),
    examples: [
      {
        name: 'a call',
        params: Object.entries(example).map(([param, value]) => ({ name: param, value })),
        result: { name: 'result', value: exampleOf(results[name], named) },
      },
    ],
    'x-auth': spec.auth,
    ...(spec.scope && { 'x-scope': spec.scope }),
    'x-rate': spec.rate,
    ...(spec.connectionOnly && { 'x-connection-only': true }),
    ...(spec.final && { 'x-final': true }),
  }
}

const eventOf = (name: EventName, schemas: ContractSchemas) => ({
  name,
  description: events[name].doc,
  ephemeral: events[name].ephemeral,
  params: schemas.events[name],
  example: exampleOf(schemas.events[name], schemas.named),
})

const valuesOf = (prefix: string, values: object) =>
  Object.entries(values).map(([name, value]) => {
    const description = docOf(`${prefix}.${name}`)
    return { name, value, ...(description !== undefined && { description }) }
  })

/** The addresses of a server in OpenRPC, which requires absolute ones. */
export const openRpcServers = (endpoints: Endpoints) => [
  { name: 'WebSocket', url: webSocketUrl(endpoints) },
  ...(endpoints.tcp === undefined
    ? []
    : [{ name: 'TCP', url: endpoints.tcp, 'x-reach': endpoints.tcpReach ?? 'network' }]),
]

/** Makes the response to `/openrpc.json`. */
export const openRpc = (endpoints: Endpoints = localEndpoints) => {
  const schemas = documentedSchemas()
  return {
    openrpc: '1.3.2',
    info: { title: 'Parley', version: `${PROTOCOL_VERSION}`, description: about, license: { name: 'MIT' } },
    servers: openRpcServers(endpoints),
    methods: methodEntries().map(([name, spec]) => methodOf(name, spec, schemas)),
    components: {
      schemas: schemas.named as Readonly<Record<string, JsonSchema>>,
      errors: Object.fromEntries(errorNames.map((name) => [name, errorOf(name)])),
    },
    'x-events': Object.keys(events).map((name) => eventOf(name as EventName, schemas)),
    'x-close-codes': closeCodes,
    'x-errors': errorNames.map((name) => ({ ...errorOf(name), 'x-status': errors[name].status })),
    'x-common-errors': commonErrors,
    'x-limits': valuesOf('limits', limits),
    'x-rates': valuesOf('rates', rates),
    'x-example-ids': exampleIds,
  }
}

export type OpenRpc = ReturnType<typeof openRpc>
