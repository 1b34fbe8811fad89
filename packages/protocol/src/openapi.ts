/** The contract as an OpenAPI 3.1 document: the HTTP side of it. */
import { commonErrors, type ErrorName, errors, type MethodName, type MethodSpec, PROTOCOL_VERSION } from './index'
import { contractSchemas, type JsonSchema, methodEntries } from './json-schemas'

const about = `Every method is \`POST /api/<method>\` with the parameters as a JSON object; the answer is the result, or
\`{"error": {code, message, data}}\` with the status of the error. \`data.code\` is the error's name. Sign in with
\`accounts.login\`: browsers get a cookie, others send \`session.token\` as a bearer token.`

const errorSchema: JsonSchema = {
  type: 'object',
  properties: {
    error: {
      type: 'object',
      properties: {
        code: { type: 'integer', description: 'The JSON-RPC number of the error.' },
        message: { type: 'string', description: 'An English sentence.' },
        data: {
          type: 'object',
          properties: {
            code: { type: 'string', enum: Object.keys(errors), description: 'The name of the error.' },
            retry: { type: 'boolean', description: 'Whether the same call can succeed later.' },
            retryAfterMs: { type: 'integer', description: 'Milliseconds after which a retry makes sense.' },
            field: { type: 'string', description: 'The parameter that was wrong.' },
          },
          required: ['code', 'retry'],
        },
      },
      required: ['code', 'message', 'data'],
    },
  },
  required: ['error'],
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } })

/** The errors of a method by HTTP status; several errors can have one status. */
const errorResponses = (spec: MethodSpec) => {
  const names = new Set<ErrorName>([...spec.errors, ...commonErrors])
  const byStatus = new Map<number, ErrorName[]>()
  for (const name of names) byStatus.set(errors[name].status, [...(byStatus.get(errors[name].status) ?? []), name])
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((name) => `\`${name}\`: ${errors[name].message}`).join('\n\n'),
        content: json({ $ref: '#/components/schemas/Error' }),
      },
    ]),
  )
}

const responses = (
  spec: MethodSpec,
  result: JsonSchema,
): Record<string, { description: string; content: ReturnType<typeof json> }> => ({
  '200': { description: 'The result.', content: json(result) },
  ...errorResponses(spec),
})

const whoMay = { none: 'Anybody.', user: 'Signed-in people.', admin: 'Administrators.' } as const

const operation = (name: MethodName, spec: MethodSpec, schemas: { params: JsonSchema; result: JsonSchema }) => ({
  post: {
    operationId: name,
    tags: [name.split('.')[0]],
    summary: spec.doc.split(/(?<=[.:;]) /)[0],
    description: `${spec.doc}\n\nWho may call: ${whoMay[spec.auth]}`,
    ...(spec.auth === 'none' ? { security: [] } : {}),
    requestBody: { required: true, content: json(schemas.params) },
    responses: responses(spec, schemas.result),
  },
})

/** Makes the document that `/openapi.json` answers. Methods that concern a connection are not in it. */
export const openApi = () => {
  const schemas = contractSchemas()
  const methods = methodEntries().filter(([, spec]) => !spec.connectionOnly)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: `${PROTOCOL_VERSION}`,
      description: about,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    security: [{ cookie: [] }, { bearer: [] }],
    paths: Object.fromEntries(
      methods.map(([name, spec]) => [
        `/api/${name}`,
        operation(name, spec, { params: schemas.params[name], result: schemas.results[name] }),
      ]),
    ),
    components: {
      schemas: { ...schemas.named, Error: errorSchema },
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'parley_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}
