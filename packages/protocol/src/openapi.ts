/** The contract as an OpenAPI 3.1 document: the HTTP side of it. */
import { documentedSchemas } from './documented'
import { exampleOf, exampleParams } from './examples'
import { commonErrors, type MethodName, type MethodSpec, PROTOCOL_VERSION } from './index'
import { type ContractSchemas, methodEntries } from './json-schemas'
import { errorResponses, errorSchema, json, type OpenApiResponses } from './openapi-errors'
import { filePaths } from './openapi-files'
import { servicePaths } from './openapi-service'

const about = `Every method is \`POST /api/<method>\` with the parameters as a JSON object; the answer is the result, or
\`{"error": {code, message, data}}\` with the status of the error. \`data.code\` is the error's name. Sign in with
\`accounts.login\`: browsers get a cookie, others send \`session.token\` as a bearer token. Pictures go around the methods:
\`media.create\` answers where to \`PUT\` the bytes, \`media.get\` where to \`GET\` them. Methods about a connection are in
\`/openrpc.json\`, and the events that connections get in \`/asyncapi.json\`.`

/** A refusal that HTTP alone has. */
const wrongType = {
  '415': {
    description: '`invalid_request`: The parameters are not sent with `Content-Type: application/json`.',
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

const whoMay = { none: 'Anybody.', user: 'Signed-in people.', admin: 'Administrators.' } as const

const operation = (name: MethodName, spec: MethodSpec, schemas: ContractSchemas) => ({
  post: {
    operationId: name,
    tags: [name.split('.')[0]],
    summary: spec.doc.split(/(?<=[.:;]) /)[0],
    description: `${spec.doc}\n\nWho may call: ${whoMay[spec.auth]}`,
    ...(spec.auth === 'none' ? { security: [] } : {}),
    requestBody: {
      required: true,
      content: json(schemas.params[name], exampleParams(name, schemas.params[name], schemas.named)),
    },
    responses: responses(name, spec, schemas),
  },
})

/** Makes the document that `/openapi.json` answers. Methods that concern a connection are not in it. */
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
            'What browsers get from `accounts.login` and `accounts.register`. Over https its name is `__Host-parley_session`.',
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'The `session.token` that `accounts.login` and `accounts.register` answer.',
        },
      },
    },
  }
}
