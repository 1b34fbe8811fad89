import { generatedFrom, page, table } from './markdown.mjs'
import { sourceDocs } from './source-docs.mjs'
import { typeText } from './type-text.mjs'

const files = ['rows', 'deltas', 'invites', 'admin'].map((name) => `packages/protocol/src/${name}.ts`)
const link = (name) => `[${name}](#${name.toLowerCase()})`

const docsOfAll = () => new Map(files.flatMap((file) => [...sourceDocs(file)]))

const row = (name, schema, docs) => {
  const about = docs.get(name) ?? schema.description
  const properties = Object.entries(schema.properties ?? {})
  if (properties.length === 0) {
    const text = schema.pattern ? 'a string, a lowercase UUIDv7' : typeText(schema, link)
    return [`## ${name}`, about, `Is ${text}.`]
  }
  const rows = properties.map(([field, property]) => [
    `\`${field}\``,
    schema.required?.includes(field) ? '' : 'optional',
    typeText(property, link),
    docs.get(`${name}.${field}`) ?? docs.get(`User.${field}`) ?? docs.get(field) ?? '',
  ])
  return [`## ${name}`, about, table(['field', '', 'type', ''], rows)]
}

/** docs/reference/rows.md */
export const rowsPage = (schemas) => {
  const docs = docsOfAll()
  return page(
    generatedFrom('the contract in packages/protocol'),
    '# Rows and deltas',
    `What clients hold. A row carries the \`rev\` of its last change; times are epoch milliseconds. How deltas are made and applied:
[delivery and sync](../spec/delivery.md).`,
    Object.keys(schemas.named).map(link).join(' · '),
    Object.entries(schemas.named).flatMap(([name, schema]) => row(name, schema, docs)),
  )
}
