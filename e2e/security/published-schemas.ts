import type { EventName, MethodName } from '@parley/protocol'
import { openRpc } from '@parley/protocol/openrpc'
import { Ajv, type ValidateFunction } from 'ajv'

const document = openRpc()
// The document itself is not a schema. Only the targets of references are compiled.
const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true } })
ajv.addSchema(document, 'document')

const compiled = new Map<string, ValidateFunction>()

const problems = (pointer: string, value: unknown): string[] => {
  const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` })
  compiled.set(pointer, validate)
  return validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** How valid parameters differ from their schema in `/openrpc.json`. */
export const paramProblems = (method: MethodName, params: object): string[] => {
  const at = document.methods.findIndex(({ name }) => name === method)
  const published = document.methods[at]?.params ?? []
  const missing = published.filter(({ name, required }) => required && !(name in params)).map(({ name }) => name)
  const unknown = Object.keys(params).filter((name) => !published.some((param) => param.name === name))
  const wrong = published.flatMap(({ name }, index) =>
    name in params ? problems(`/methods/${at}/params/${index}/schema`, (params as Record<string, unknown>)[name]) : [],
  )
  return [...missing.map((name) => `${name} is missing`), ...unknown.map((name) => `${name} is unknown`), ...wrong]
}

/** How a result differs from its schema in `/openrpc.json`. */
export const resultProblems = (method: MethodName, result: unknown): string[] =>
  problems(`/methods/${document.methods.findIndex(({ name }) => name === method)}/result/schema`, result)

/** How a pushed event differs from its schema in `/openrpc.json`. */
export const eventProblems = (event: EventName, params: unknown): string[] =>
  problems(`/x-events/${document['x-events'].findIndex(({ name }) => name === event)}/params`, params)
