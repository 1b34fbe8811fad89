/** The HTTP side of the contract as an OpenAPI 3.1 document. */
import { documentedSchemas } from './documented'
import { exampleOf, exampleParams } from './examples'
import { commonErrors, type MethodName, type MethodSpec, PROTOCOL_VERSION } from './index'
import { type ContractSchemas, methodEntries } from './json-schemas'
import { errorResponses, errorSchema, json, type OpenApiResponses } from './openapi-errors'
import { filePaths } from './openapi-files'
import { servicePaths } from './openapi-service'

const about = `Every method is \`POST /api/<method>\` with the parameters as a JSON object. The response is the result, or
\`{"error": {code, message, data}}\` with the status of the error. \`data.code\` is the error's name. Sign in with
\`accounts.login\`: browsers get a cookie, other clients send \`session.token\` as a bearer token. Files don't go through the
methods: \`media.create\` returns where to \`PUT\` the bytes, \`media.get\` where to \`GET\` them. Methods about a connection
are in \`/openrpc.json\`, and the events of connections in \`/asyncapi.json\`.`

/** A refusal that only HTTP has. */
const wrongType = {
  '415': {
    description: '`invalid_request`: The request lacks `Content-Type: application/json`.',
    content: json({ $ref: '#/components/schemas/Error' }),
  },
} as const

const responses = (name: MethodName, spec: MethodSpec, { results, named }: ContractSchemas): OpenApiResponses => ({
  '200': {
    description: 'The result.',
    content: json(results[name], exampleOf(results[name], named)),
  },
  ...wrongType,
  ...errorResponses([...spec.errors, ...commonErrors]),
})

const whoMay = ({ auth, scope }: MethodSpec): string =>
  auth === 'service'
    ? `Services with a token of the scope \`${scope}\`.`
    : { none: 'Anyone.', user: 'Signed-in users.', admin: 'Administrators.' }[auth]

const securityOf = ({ auth }: MethodSpec) => {
  if (auth === 'none') return { security: [] }
  return auth === 'service' ? { security: [{ service: [] }] } : {}
}

const operation = (name: MethodName, spec: MethodSpec, schemas: ContractSchemas) => ({
  post: {
    operationId: name,
    tags: [name.split('.')[0]],
    summary: spec.doc.split(/(?<=[.:;]) /)[0],
    description: `${spec.doc}\n\nPermitted callers: ${whoMay(spec)}`,
    ...securityOf(spec),
    requestBody: {
      required: true,
      content: json(schemas.params[name], exampleParams(name, schemas.params[name], schemas.named)),
    },
    responses: responses(name, spec, schemas),
  },
})

/** Makes the response to `/openapi.json`. Methods that concern a connection are not in it. */
export const openApi = () => {
  const schemas = documentedSchemas()
  const methods = methodEntries().filter(([, spec]) => !spec.connectionOnly)
  const calls = Object.fromEntries(methods.map(([name, spec]) => [`/api/${name}`, operation(name, spec, schemas)]))
  const paths: Readonly<Record<string, object>> = { ...calls, ...filePaths(), ...servicePaths() }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: `${PROTOCOL_VERSION}`,
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'This server.' }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths,
    components: {
      schemas: { ...schemas.named, Error: errorSchema },
      securitySchemes: {
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'parley_session',
          description:
            'The cookie that browsers get from `accounts.login` and `accounts.register`. Over https its name is `__Host-parley_session`.',
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The `session.token` from `accounts.login` or `accounts.register`.',
        },
        service: {
          type: 'http',
          scheme: 'bearer',
          description:
            'A service token from `parley tokens create` or the administration. It works for the methods of `service` alone.',
        },
      },
    },
  }
}
