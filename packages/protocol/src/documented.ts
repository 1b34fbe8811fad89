/** Adds to schemas what the comments of the contract say. */
import fieldDocs from './field-docs.json'
import type { JsonSchema } from './json-schemas'

const docs: Readonly<Record<string, string>> = fieldDocs

/** What the contract says of a name, such as `Message.at` or `messages.list.result.more`. */
export const docOf = (name: string): string | undefined => (Object.hasOwn(docs, name) ? docs[name] : undefined)

/** The unit that a name carries, for whole numbers without a comment. */
const unitOf = (field: string): string | undefined => {
  if (/(At|Until|Time)$|^(at|until)$/.test(field)) return 'Epoch milliseconds.'
  return field.endsWith('Ms') ? 'Milliseconds.' : undefined
}

const fieldDoc = (owner: string, field: string, schema: JsonSchema): string | undefined => {
  if (schema.description !== undefined) return schema.description
  const own = docOf(`${owner}.${field}`) ?? (schema.$ref ? undefined : docOf(field))
  if (schema.type !== 'integer') return own
  const unit = unitOf(field)
  return own && unit ? `${own} ${unit}` : (own ?? unit)
}

/** The same schema with a description of each of its fields that has one, and of those of objects inside it. */
export const documented = (schema: JsonSchema, owner: string): JsonSchema => ({
  ...schema,
  ...(schema.items && { items: documented(schema.items, owner) }),
  ...(schema.properties && {
    properties: Object.fromEntries(
      Object.entries(schema.properties).map(([field, property]) => {
        const description = fieldDoc(owner, field, property)
        return [field, documented({ ...property, ...(description !== undefined && { description }) }, owner)]
      }),
    ),
  }),
})
