/** The contract as an OpenRPC document: JSON-RPC 2.0 over WebSocket and TCP, every method and every event. */
import { closeCodes, commonErrors, errors, events, type MethodSpec, PROTOCOL_VERSION } from './index'
import { contractSchemas, type JsonSchema, methodEntries } from './json-schemas'

const about = `JSON-RPC 2.0 over the WebSocket \`/ws\`, one object or a batch a frame, and over TCP, one object or a batch a line in UTF-8.
Sign in with \`session.open {token}\`, or with a
cookie or bearer token at the upgrade. Over TCP the event \`session.closed\` stands for the close code. Events are notifications: \`x-events\` lists them.`

const paramsOf = (schema: JsonSchema) =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    name,
    required: schema.required?.includes(name) ?? false,
    schema: property,
  }))

const errorsOf = (spec: MethodSpec) =>
  [...new Set([...spec.errors, ...commonErrors])].map((name) => ({
    code: errors[name].code,
    message: errors[name].message,
    data: { code: name, retry: errors[name].retry },
  }))

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
    methods: methodEntries().map(([name, spec]) => ({
      name,
      tags: [{ name: name.split('.')[0] }],
      description: spec.doc,
      paramStructure: 'by-name',
      params: paramsOf(schemas.params[name]),
      result: { name: 'result', schema: schemas.results[name] },
      errors: errorsOf(spec),
      'x-auth': spec.auth,
      'x-rate': spec.rate,
    })),
    components: { schemas: schemas.named },
    'x-events': Object.entries(events).map(([name, spec]) => ({
      name,
      description: spec.doc,
      ephemeral: spec.ephemeral,
      params: schemas.events[name as keyof typeof events],
    })),
    'x-close-codes': closeCodes,
  }
}
