/** The events as an AsyncAPI 3.0 document: what the server sends on its own over a connection. */
import { documentedSchemas } from './documented'
import { type Endpoints, localEndpoints, webSocketUrl } from './endpoints'
import { exampleOf } from './examples'
import { type EventName, events, PROTOCOL_VERSION } from './index'
import type { ContractSchemas, JsonSchema } from './json-schemas'

const about = `Events are JSON-RPC 2.0 notifications that the server sends over a signed-in connection: the WebSocket \`/ws\`, or TCP with one
object a line. \`method\` is the name of the event and \`params\` holds its fields. The methods that clients call are in
\`/openrpc.json\`, and in \`/openapi.json\` for HTTP.`

const eventNames = Object.keys(events) as EventName[]

const frameOf = (name: EventName, params: JsonSchema) => ({
  type: 'object',
  properties: {
    jsonrpc: { type: 'string', const: '2.0', description: 'The JSON-RPC version.' },
    method: { type: 'string', const: name, description: 'The name of the event.' },
    params: params.$ref === undefined ? { description: 'The fields of the event.', ...params } : params,
  },
  required: ['jsonrpc', 'method', 'params'],
})

const messageOf = (name: EventName, schemas: ContractSchemas) => ({
  name,
  title: name,
  summary: events[name].doc,
  description: events[name].ephemeral
    ? 'The server never repeats this event. Disconnected clients miss it.'
    : 'Clients that were disconnected get these changes from `sync.pull`.',
  contentType: 'application/json',
  payload: frameOf(name, schemas.events[name]),
  examples: [
    {
      name: 'example',
      payload: { jsonrpc: '2.0', method: name, params: exampleOf(schemas.events[name], schemas.named) },
    },
  ],
})

const serverOf = (url: string, description: string) => {
  const { protocol, host, pathname } = new URL(url)
  const path = pathname === '/' ? '' : pathname
  return { host, protocol: protocol.slice(0, -1), ...(path && { pathname: path }), description }
}

/** The address of a server in AsyncAPI. */
export const asyncApiServers = (endpoints: Endpoints) => ({
  webSocket: serverOf(webSocketUrl(endpoints), 'One JSON object or array in each text frame.'),
  ...(endpoints.tcp !== undefined && { tcp: serverOf(endpoints.tcp, 'One JSON object or array on each line.') }),
})

/** Makes the response to `/asyncapi.json`. */
export const asyncApi = (endpoints: Endpoints = localEndpoints) => {
  const schemas = documentedSchemas()
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Parley events',
      version: `${PROTOCOL_VERSION}`,
      description: about,
      license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    },
    defaultContentType: 'application/json',
    servers: asyncApiServers(endpoints),
    channels: {
      connection: {
        title: 'A connection',
        description: 'A connection that `session.open`, a cookie or a bearer token has signed in.',
        messages: Object.fromEntries(eventNames.map((name) => [name, { $ref: `#/components/messages/${name}` }])),
      },
    },
    operations: Object.fromEntries(
      eventNames.map((name) => [
        name,
        {
          action: 'send',
          summary: `The server sends \`${name}\`.`,
          channel: { $ref: '#/channels/connection' },
          messages: [{ $ref: `#/channels/connection/messages/${name}` }],
        },
      ]),
    ),
    components: {
      messages: Object.fromEntries(eventNames.map((name) => [name, messageOf(name, schemas)])),
      schemas: schemas.named,
    },
  }
}
