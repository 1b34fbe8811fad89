/** Adds to schemas what the comments of the contract say, and the formats of its numbers. */
import fieldDocs from './field-docs.json'
import { fieldWords } from './field-words'
import { type ContractSchemas, contractSchemas, type JsonSchema } from './json-schemas'

const docs: Readonly<Record<string, string>> = fieldDocs

/** The description of a name in the contract, such as `Message.at` or `messages.list.result.more`. */
export const docOf = (name: string): string | undefined => (Object.hasOwn(docs, name) ? docs[name] : undefined)

/** Schemas that repeat fields of a row, which describes them. */
const rowOf: Readonly<Record<string, string>> = {
  ...{ Me: 'User', AdminUser: 'User', 'accounts.challenge.result': 'Challenge' },
  ...{ 'accounts.update.params': 'User', 'accounts.setPrivacy.params': 'Preferences' },
  ...{ 'presence.set.params': 'Preferences', 'friends.remark.params': 'Friend' },
  ...{ 'groups.update.params': 'Chat', 'channels.update.params': 'Chat' },
}

/** Fields whose value is an unnamed row. */
const rowIn: Readonly<Record<string, string>> = { rights: 'Rights', session: 'Session', tiles: 'Tiles' }

/** The unit that a name carries, for whole numbers without a comment. */
const unitOf = (field: string): string | undefined => {
  if (/(At|Until|Time)$|^(at|until)$/.test(field)) return 'Epoch milliseconds.'
  return field.endsWith('Ms') ? 'Milliseconds.' : undefined
}

const wordOf = (field: string): string | undefined =>
  docOf(field) ?? (Object.hasOwn(fieldWords, field) ? fieldWords[field] : undefined)

const fieldDoc = (owner: string, field: string, schema: JsonSchema): string | undefined => {
  if (schema.description !== undefined) return schema.description
  const row = rowOf[owner]
  const own = docOf(`${owner}.${field}`) ?? (row && docOf(`${row}.${field}`)) ?? wordOf(field)
  if (schema.type !== 'integer') return own
  const unit = unitOf(field)
  return own && unit && own !== unit ? `${own} ${unit}` : (own ?? unit)
}

const int32Max = 2 ** 31 - 1

/** Whole numbers up to 2^53: without a format, generators for many languages take 32 bits. */
const formatOf = ({ type, maximum }: JsonSchema): { readonly format?: string } => {
  if (type !== 'integer') return {}
  return { format: maximum !== undefined && maximum <= int32Max ? 'int32' : 'int64' }
}

/** The same schema with a description of each of its fields that has one, and of those of objects inside it. */
export const documented = (schema: JsonSchema, owner: string): JsonSchema => {
  const inner = (part: JsonSchema) => documented(part, owner)
  const { items, oneOf, anyOf, additionalProperties, properties } = schema
  return {
    ...schema,
    ...formatOf(schema),
    ...(items && { items: inner(items) }),
    ...(oneOf && { oneOf: oneOf.map(inner) }),
    ...(anyOf && { anyOf: anyOf.map(inner) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: inner(additionalProperties) }),
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([field, property]) => {
          const description = fieldDoc(owner, field, property)
          const described = { ...property, ...(description !== undefined && { description }) }
          return [field, documented(described, rowIn[field] ?? owner)]
        }),
      ),
    }),
  }
}

const documentedAll = <K extends string>(
  schemas: Readonly<Record<K, JsonSchema>>,
  ownerOf: (name: K) => string,
): Record<K, JsonSchema> =>
  Object.fromEntries(
    Object.entries<JsonSchema>(schemas).map(([name, schema]) => {
      const owner = ownerOf(name as K)
      const description = schema.description ?? docOf(owner)
      return [name, documented({ ...schema, ...(description !== undefined && { description }) }, owner)]
    }),
  ) as Record<K, JsonSchema>

/** Every schema of the contract, with what its comments say. */
export const documentedSchemas = (): ContractSchemas => {
  const { named, params, results, events } = contractSchemas()
  return {
    named: documentedAll(named, (name) => name),
    params: documentedAll(params, (name) => `${name}.params`),
    results: documentedAll(results, (name) => `${name}.result`),
    events: documentedAll(events, (name) => name),
  }
}
