import { contract, rates } from '../../packages/protocol/src/index.ts'
import { generatedFrom, page, table } from './markdown.mjs'
import { typeText } from './type-text.mjs'

const who = { none: 'Anyone', user: 'Signed-in users', admin: 'Administrators' }
const whoMay = ({ auth, scope }) =>
  auth === 'service' ? `Services with a token of the scope \`${scope}\`, over HTTP` : who[auth]

const fields = (schema) => {
  const all = Object.entries(schema.properties ?? {})
  return table(
    ['name', '', 'type', ''],
    all.map(([name, property]) => [
      `\`${name}\``,
      schema.required?.includes(name) ? '' : 'optional',
      typeText(property),
      property.description ?? '',
    ]),
  )
}

const rateText = (name) => {
  const rate = rates[name]
  return rate ? `\`${name}\` (${rate.burst} at once, then ${rate.perSecond} per second)` : 'not limited'
}

const result = (schema) => {
  if (schema.$ref) return `**Returns** ${typeText(schema)}`
  return Object.keys(schema.properties ?? {}).length === 0 ? '**Returns** `{}`' : `**Returns**\n\n${fields(schema)}`
}

const method = (name, spec, schemas) => [
  `### ${name}`,
  spec.doc,
  [
    `- Who: ${whoMay(spec)}`,
    `- Rate: ${rateText(spec.rate)}`,
    spec.connectionOnly ? '- Not over HTTP: it concerns a connection' : `- HTTP: \`POST /api/${name}\``,
    spec.errors.length > 0 ? `- Errors: ${spec.errors.map((error) => `[\`${error}\`](errors.md)`).join(', ')}` : '',
  ]
    .filter(Boolean)
    .join('\n'),
  Object.keys(schemas.params[name].properties ?? {}).length === 0
    ? ''
    : `**Parameters**\n\n${fields(schemas.params[name])}`,
  result(schemas.results[name]),
]

/** docs/reference/methods.md */
export const methodsPage = (schemas) => {
  const domains = Object.entries(contract)
  return page(
    generatedFrom('the contract in packages/protocol'),
    '# Methods',
    `JSON-RPC 2.0 over the WebSocket \`/ws\`, or \`POST /api/<method>\` with the parameters as body. Every method can also return
the [common errors](errors.md#common-errors). The server ignores unknown fields.`,
    domains
      .map(
        ([domain, methods]) =>
          `- ${Object.keys(methods)
            .map((key) => `[${domain}.${key}](#${domain}${key.toLowerCase()})`)
            .join(' · ')}`,
      )
      .join('\n'),
    domains.flatMap(([domain, methods]) => [
      `## ${domain}`,
      ...Object.entries(methods).flatMap(([key, spec]) => method(`${domain}.${key}`, spec, schemas)),
    ]),
  )
}
