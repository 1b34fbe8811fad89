// What is wrong with the documents of the contract: each is compared with the official schema of its format, every schema in it
// is compiled, and every example is one of its schema.
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

/** At most this many problems are named: one fault shows in many places. */
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
  // The schema of OpenRPC refers to it with and without the last slash.
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

/** Goes through everything in a document. */
const walk = (value, visit, path = []) => {
  if (typeof value !== 'object' || value === null) return
  visit(value, path)
  for (const [key, inner] of Object.entries(value)) walk(inner, visit, [...path, key])
}

/** Schemas that stand in a document, each with the examples that stand beside it. */
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

/** Everything that is wrong with the schemas and examples of a document. */
const schemaProblems = (document, ajv) => {
  // References lead to the document as a whole, whose own keys are no mistakes in a schema.
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

/** Constants whose type is another one, such as "true" of a boolean. */
const constantProblems = (document) => {
  const problems = []
  walk(document, (value, path) => {
    for (const one of [...(Array.isArray(value.enum) ? value.enum : []), ...('const' in value ? [value.const] : [])])
      if (typeof value.type === 'string' && typeof one !== 'object' && typeof one !== value.type)
        problems.push(`${pointer(path)} is a ${value.type}, and its constant ${JSON.stringify(one)} is none`)
  })
  return problems
}

/** Strict: an unknown keyword or format is a mistake. JSON Schema of OpenAPI 3.1 is of 2020-12, that of the others draft 7. */
const strictAjv = (name) => {
  const strict = { allErrors: true, strict: true, strictTypes: false, validateSchema: true }
  return withFormats(name === 'openapi' ? new Ajv2020(strict) : new Ajv(strict))
}

/**
 * What is wrong with a document of the contract, in sentences; none when it is valid.
 * @param name `openapi`, `openrpc` or `asyncapi`
 */
export const documentProblems = async (name, document) => [
  ...named(name, await officialProblems[name](document)),
  ...named(name, schemaProblems(document, strictAjv(name))),
  ...named(name, constantProblems(document)),
]
