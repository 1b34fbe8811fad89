import { generatedFrom, page, table } from './markdown.mjs'
import { typeText } from './type-text.mjs'

const link = (name) => `[${name}](#${name.toLowerCase()})`

const row = (name, schema) => {
  const about = schema.description
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) {
    const text = schema.pattern ? 'a string, a lowercase UUIDv7' : typeText(schema, link)
    return [`## ${name}`, about, `Is ${text}.`]
  }
  const rows = properties.map(([field, property]) => [
    `\`${field}\``,
    schema.required?.includes(field) ? '' : 'optional',
    typeText(property, link),
    property.description ?? '',
  ])
  return [`## ${name}`, about, table(['field', '', 'type', ''], rows)]
}

/** docs/reference/rows.md */
export const rowsPage = (schemas) =>
  page(
    generatedFrom('the contract in packages/protocol'),
    '# Rows and deltas',
    `Clients store these rows. A row has the \`rev\` of its last change, and times in epoch milliseconds. For the rules of deltas, see\n[delivery and sync](../spec/delivery.md).`,
    Object.keys(schemas.named).map(link).join(' · '),
    Object.entries(schemas.named).flatMap(([name, schema]) => row(name, schema)),
  )
