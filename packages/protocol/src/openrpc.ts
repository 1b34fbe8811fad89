/**
 * The contract as an OpenRPC document: JSON-RPC 2.0 over WebSocket and TCP, every method and every event, with all that a
 * page needs which shows it and lets people try it.
 */
import { docOf, documented } from './documented'
import { exampleIds, exampleOf, exampleParams } from './examples'
import {
  closeCodes,
  commonErrors,
  type ErrorName,
  errors,
  events,
  limits,
  type MethodName,
  type MethodSpec,
  PROTOCOL_VERSION,
  rates,
} from './index'
import { type ContractSchemas, contractSchemas, type JsonSchema, methodEntries } from './json-schemas'

const about = `JSON-RPC 2.0 over the WebSocket \`/ws\`, one object or a batch a frame, and over TCP, one object or a batch a line in UTF-8.
Sign in with \`session.open {token}\`, or with a
cookie or bearer token at the upgrade. Over TCP the event \`session.closed\` stands for the close code. Events are notifications: \`x-events\` lists them.`

const paramsOf = (schema: JsonSchema) =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    ...(property.description !== undefined && { description: property.description }),
    schema: property,
  }))

const errorOf = (name: ErrorName) => ({
  code: errors[name].code,
  message: errors[name].message,
  data: { code: name, retry: errors[name].retry },
  'x-status': errors[name].status,
})

const errorsOf = (spec: MethodSpec) => [...new Set([...spec.errors, ...commonErrors])].map(errorOf)

const methodOf = (name: MethodName, spec: MethodSpec, schemas: ContractSchemas) => {
  const example = exampleParams(name, schemas.params[name], schemas.named)
  return {
    name,
    tags: [{ name: name.split('.')[0] ?? name }],
    description: spec.doc,
    paramStructure: 'by-name',
    params: paramsOf(documented(schemas.params[name], `${name}.params`)),
    result: { name: 'result', schema: documented(schemas.results[name], `${name}.result`) },
    errors: errorsOf(spec),
    examples: [
      {
        name: 'a call',
        params: Object.entries(example).map(([param, value]) => ({ name: param, value })),
        result: { name: 'result', value: exampleOf(schemas.results[name], schemas.named) },
      },
    ],
    'x-auth': spec.auth,
    'x-rate': spec.rate,
    ...(spec.connectionOnly && { 'x-connection-only': true }),
    ...(spec.final && { 'x-final': true }),
  }
}

const eventOf = (name: keyof typeof events, schemas: ContractSchemas) => ({
  name,
  description: events[name].doc,
  ephemeral: events[name].ephemeral,
  params: documented(schemas.events[name], name),
  example: exampleOf(schemas.events[name], schemas.named),
})

const namedOf = (schemas: ContractSchemas) =>
  Object.fromEntries(
    Object.entries(schemas.named).map(([name, schema]) => {
      const description = schema.description ?? docOf(name)
      return [name, documented({ ...schema, ...(description !== undefined && { description }) }, name)]
    }),
  )

const valuesOf = (prefix: string, values: object) =>
  Object.entries(values).map(([name, value]) => {
    const description = docOf(`${prefix}.${name}`)
    return { name, value, ...(description !== undefined && { description }) }
  })

/** Makes the document that `/openrpc.json` answers. */
export const openRpc = () => {
  const schemas = contractSchemas()
  return {
    openrpc: '1.3.2',
    info: { title: 'Parley', version: `${PROTOCOL_VERSION}`, description: about, license: { name: 'MIT' } },
    servers: [
      { name: 'WebSocket', url: '/ws' },
      {
        name: 'TCP',
        url: 'tcp://{host}:{port}',
        variables: { host: { default: 'localhost' }, port: { default: '7001' } },
      },
    ],
    methods: methodEntries().map(([name, spec]) => methodOf(name, spec, schemas)),
    components: { schemas: namedOf(schemas) },
    'x-events': Object.keys(events).map((name) => eventOf(name as keyof typeof events, schemas)),
    'x-close-codes': closeCodes,
    'x-errors': Object.keys(errors).map((name) => errorOf(name as ErrorName)),
    'x-common-errors': commonErrors,
    'x-limits': valuesOf('limits', limits),
    'x-rates': valuesOf('rates', rates),
    'x-example-ids': exampleIds,
  }
}

export type OpenRpc = ReturnType<typeof openRpc>
