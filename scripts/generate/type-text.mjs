// Formats JSON Schemas as short texts: `ChatId`, `string, 1–50 characters`, `User[]`.
import { anchor } from './markdown.mjs'

const number = (value) => value.toLocaleString('en')

const range = (from, to, unit) => {
  if (from !== undefined && to !== undefined) return `${number(from)}–${number(to)}${unit}`
  if (to !== undefined) return `up to ${number(to)}${unit}`
  return from !== undefined && from > 0 ? `at least ${number(from)}${unit}` : ''
}

/** The bounds of a schema: count, length or size. */
const bounds = (schema) =>
  [
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ''),
    schema.type === 'integer' || schema.type === 'number' ? range(schema.minimum, schema.maximum, '') : '',
    schema.default === undefined ? '' : `default \`${JSON.stringify(schema.default)}\``,
  ].filter(Boolean)

const words = (values) => values.map((value) => `\`${JSON.stringify(value)}\``).join(' or ')

/** @param link makes the link to a named schema; undefined keeps the bare name */
export const typeText = (schema, link = (name) => `[${name}](rows.md#${anchor(name)})`) => {
  const inner = (part) => typeText(part, link)
  const kind = () => {
    if (schema.$ref) return link(schema.$ref.split('/').at(-1))
    if (schema.const !== undefined) return words([schema.const])
    if (schema.enum) return words(schema.enum)
    if (schema.oneOf ?? schema.anyOf) return (schema.oneOf ?? schema.anyOf).map(inner).join(' or ')
    if (schema.type === 'array') return `${inner(schema.items)} list`
    if (schema.type === 'object' && schema.properties) return objectText(schema, inner)
    if (schema.type === 'object' && schema.additionalProperties)
      return `object of ${inner(schema.additionalProperties)}`
    return schema.type ?? 'anything'
  }
  return [kind(), ...bounds(schema)].join(', ')
}

const objectText = (schema, inner) => {
  const fields = Object.entries(schema.properties).map(([name, property]) => {
    const optional = schema.required?.includes(name) ? '' : '?'
    return `${name}${optional}: ${inner(property)}`
  })
  return fields.length === 0 ? '`{}`' : `{ ${fields.join('; ')} }`
}
