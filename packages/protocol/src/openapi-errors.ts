/** Errors as HTTP returns them, for OpenAPI. */
import { type ErrorName, errors } from './errors'
import type { JsonSchema } from './json-schemas'

/** The responses of an operation, by HTTP status. */
export type OpenApiResponses = Record<string, OpenApiResponse>
export interface OpenApiResponse {
  readonly description: string
  readonly headers?: Readonly<Record<string, { readonly description: string; readonly schema: JsonSchema }>>
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema; readonly example?: unknown }>>
}

/** A JSON body. */
export const json = (schema: JsonSchema, example?: unknown) => ({
  'application/json': { schema, ...(example !== undefined && { example }) },
})

export const errorSchema: JsonSchema = {
  type: 'object',
  description: 'A refused call.',
  properties: {
    error: {
      type: 'object',
      description: 'The error, the same as over every transport.',
      properties: {
        code: { type: 'integer', format: 'int32', description: 'The JSON-RPC number of the error.' },
        message: { type: 'string', description: 'An English sentence.' },
        data: {
          type: 'object',
          description: 'The part of the error for programs.',
          properties: {
            code: { type: 'string', enum: Object.keys(errors), description: 'The name of the error.' },
            retry: { type: 'boolean', description: 'Whether the same call can succeed later.' },
            retryAfterMs: {
              type: 'integer',
              format: 'int64',
              minimum: 0,
              description: 'Milliseconds to wait before a retry.',
            },
            field: { type: 'string', description: 'The wrong parameter, as a path such as `body.text`.' },
          },
          required: ['code', 'retry'],
        },
      },
      required: ['code', 'message', 'data'],
    },
  },
  required: ['error'],
}

const exampleOf = (name: ErrorName) => {
  const { code, message, retry } = errors[name]
  return { error: { code, message, data: { code: name, retry } } }
}

const retryAfter = {
  'Retry-After': {
    description: 'Seconds to wait before a retry, if the server knows them.',
    schema: { type: 'integer', format: 'int32', minimum: 0 },
  },
} as const

/** Responses for these errors by HTTP status. Several errors can share one. */
export const errorResponses = (names: readonly ErrorName[]): OpenApiResponses => {
  const byStatus = new Map<number, ErrorName[]>()
  for (const name of new Set(names))
    byStatus.set(errors[name].status, [...(byStatus.get(errors[name].status) ?? []), name])
  return Object.fromEntries(
    [...byStatus].map(([status, [first = 'internal', ...others]]) => [
      String(status),
      {
        description: [first, ...others].map((name) => `\`${name}\`: ${errors[name].message}`).join('\n\n'),
        ...([first, ...others].some((name) => errors[name].retry) && { headers: retryAfter }),
        content: json({ $ref: '#/components/schemas/Error' }, exampleOf(first)),
      },
    ]),
  )
}
