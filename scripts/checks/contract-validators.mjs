// Validates the documents of the contract: each document against the official schema of its format, and each example
// against its schema. All schemas must compile.
import { createRequire } from 'node:module'
import { jsonSchema } from '@json-schema-tools/meta-schema'
import { openrpcDocument } from '@open-rpc/meta-schema'
import { Validator } from '@seriousme/openapi-schema-validator'
import { Ajv } from 'ajv'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormatsModule from 'ajv-formats'

const require = createRequire(import.meta.url)
const asyncApiSchema = require('@asyncapi/specs/schemas/3.0.0-without-$id.json')
const addFormats = addFormatsModule.default ?? addFormatsModule
const options = { allErrors: true, strict: false }
const withFormats = (ajv) => {
  addFormats(ajv)
  return ajv
}

/** The most problems to show: one mistake can cause many. */
const SHOWN = 20

const named = (name, problems) => {
  const shown = [...new Set(problems)].slice(0, SHOWN).map((problem) => `${name}: ${problem}`)
  return problems.length > SHOWN ? [...shown, `${name}: … and ${problems.length - SHOWN} more`] : shown
}

const messages = (errors) =>
  (errors ?? []).map(({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`)

const officialOpenRpc = () => {
  const ajv = withFormats(new Ajv(options))
  const { $schema, ...schema } = jsonSchema
  // OpenRPC's schema refers to this schema with and without the trailing slash.
  for (const id of ['https://meta.json-schema.tools', 'https://meta.json-schema.tools/'])
    ajv.addSchema({ ...schema, $id: id })
  const { $schema: _, ...openRpc } = openrpcDocument
  return ajv.compile(openRpc)
}

const officialProblems = {
  openrpc: (document) => {
    const validate = officialOpenRpc()
    return validate(document) ? [] : messages(validate.errors)
  },
  openapi: async (document) => {
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    return valid ? [] : typeof errors === 'string' ? [errors] : messages(errors)
  },
  asyncapi: (document) => {
    const validate = withFormats(new Ajv(options)).compile(asyncApiSchema)
    return validate(document) ? [] : messages(validate.errors)
  },
}

const pointer = (path) => path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** Visits every object in a document. */
const walk = (value, visit, path = []) => {
  if (typeof value !== 'object' || value === null) return
  visit(value, path)
  for (const [key, inner] of Object.entries(value)) walk(inner, visit, [...path, key])
}

/** Schemas of a document, each with its examples. */
const schemasOf = (document) => {
  const found = []
  const add = (path, examples = []) => found.push({ path, examples })
  for (const name of Object.keys(document.components?.schemas ?? {})) add(['components', 'schemas', name])
  walk(document.paths, (value, path) => {
    if (value.schema) add(['paths', ...path, 'schema'], 'example' in value ? [value.example] : [])
  })
  document.methods?.forEach(({ params, result, examples }, at) => {
    params.forEach(({ name }, index) => {
      const given = examples.flatMap((example) => example.params.filter((param) => param.name === name))
      add(
        ['methods', at, 'params', index, 'schema'],
        given.map(({ value }) => value),
      )
    })
    if (result)
      add(
        ['methods', at, 'result', 'schema'],
        examples.map((example) => example.result.value),
      )
  })
  document['x-events']?.forEach(({ example }, at) => {
    add(['x-events', at, 'params'], [example])
  })
  for (const [name, { examples = [] }] of Object.entries(document.components?.messages ?? {}))
    add(
      ['components', 'messages', name, 'payload'],
      examples.map(({ payload }) => payload),
    )
  return found
}

/** Problems of the schemas and examples of a document. */
const schemaProblems = (document, ajv) => {
  // `$ref`s resolve against the whole document, so its own keys must count as known keywords.
  ajv.addVocabulary(Object.keys(document))
  ajv.addSchema(document, 'document')
  const compiled = new Map()
  const validatorOf = (path, at) => {
    const text = JSON.stringify(path.reduce((value, key) => value[key], document))
    const validate = compiled.get(text) ?? ajv.compile({ $ref: `document#${at}` })
    compiled.set(text, validate)
    return validate
  }
  return schemasOf(document).flatMap(({ path, examples }) => {
    const at = pointer(path)
    try {
      const validate = validatorOf(path, at)
      return examples.flatMap((example) =>
        validate(example) ? [] : messages(validate.errors).map((it) => `${at}${it}`),
      )
    } catch (error) {
      return [`${at} ${error.message}`]
    }
  })
}

/** Constants that don't match their type, such as "true" for a boolean. */
const constantProblems = (document) => {
  const problems = []
  walk(document, (value, path) => {
    for (const one of [...(Array.isArray(value.enum) ? value.enum : []), ...('const' in value ? [value.const] : [])])
      if (typeof value.type === 'string' && typeof one !== 'object' && typeof one !== value.type)
        problems.push(`${pointer(path)} is a ${value.type}, but its constant ${JSON.stringify(one)} isn't`)
  })
  return problems
}

/**
 * Strict mode rejects unknown keywords and formats. OpenAPI 3.1 uses JSON Schema 2020-12, the other documents draft 7.
 */
const strictAjv = (name) => {
  const strict = { allErrors: true, strict: true, strictTypes: false, validateSchema: true }
  return withFormats(name === 'openapi' ? new Ajv2020(strict) : new Ajv(strict))
}

/**
 * Returns the problems of a document of the contract as sentences; an empty list when it is valid.
 * @param name `openapi`, `openrpc` or `asyncapi`
 */
export const documentProblems = async (name, document) => [
  ...named(name, await officialProblems[name](document)),
  ...named(name, schemaProblems(document, strictAjv(name))),
  ...named(name, constantProblems(document)),
]
