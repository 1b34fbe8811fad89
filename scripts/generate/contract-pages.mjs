import { closeCodes, commonErrors, errors, events, limits, rates } from '../../packages/protocol/src/index.ts'
import { generatedFrom, page, table } from './markdown.mjs'
import { sourceDocs } from './source-docs.mjs'
import { typeText } from './type-text.mjs'

const from = generatedFrom('the contract in packages/protocol')

const event = (name, spec, schema) => [
  `## ${name}`,
  spec.doc,
  spec.ephemeral ? 'Never replayed: missed events are lost.' : '',
  schema.$ref
    ? `Carries ${typeText(schema)}.`
    : table(
        ['field', 'type', ''],
        Object.entries(schema.properties).map(([field, property]) => [
          `\`${field}\``,
          typeText(property),
          property.description ?? '',
        ]),
      ),
]

const closeDocs = sourceDocs('packages/protocol/src/close-codes.ts')

/** docs/reference/events.md */
export const eventsPage = (schemas) =>
  page(
    from,
    '# Events',
    'JSON-RPC notifications that the server sends on its own: `method` is the name, `params` the shape below.',
    Object.entries(events).flatMap(([name, spec]) => event(name, spec, schemas.events[name])),
    '# Close codes',
    "Why the server closed a connection. After codes 4000 to 4499, reconnect. From 4500 on, don't.",
    table(
      ['code', 'reason', ''],
      Object.entries(closeCodes).map(([reason, code]) => [
        code,
        `\`${reason}\``,
        closeDocs.get(`closeCodes.${reason}`) ?? '',
      ]),
    ),
  )

const errorTable = (names) =>
  table(
    ['name', 'number', 'HTTP', 'try again', 'says'],
    names.map((name) => {
      const { code, status, retry, message } = errors[name]
      return [`\`${name}\``, code, status, retry ? 'yes' : '', message]
    }),
  )

/** docs/reference/errors.md */
export const errorsPage = () =>
  page(
    from,
    '# Errors',
    `\`{"code": <number>, "message": <sentence>, "data": {"code": <name>, "retry": <boolean>, "retryAfterMs"?, "field"?}}\`, the same
over every transport. Programs go by \`data.code\`; \`field\` names the parameter that was wrong.`,
    '## Common errors',
    'Any method can return these errors.',
    errorTable(commonErrors),
    '## Errors of single methods',
    'The page of methods lists these errors for each method.',
    errorTable(Object.keys(errors).filter((name) => !commonErrors.includes(name))),
  )

const readable = (name, value) => {
  if (name.endsWith('Bytes')) return value >= 1024 * 1024 ? `${value / 1024 / 1024} MiB` : `${value / 1024} KiB`
  if (name.endsWith('Ms')) return value >= 1000 ? `${value / 1000} s` : `${value} ms`
  return value.toLocaleString('en')
}

/** docs/reference/limits.md */
export const limitsPage = () => {
  const docs = sourceDocs('packages/protocol/src/limits.ts')
  const rateDocs = sourceDocs('packages/protocol/src/rates.ts')
  return page(
    from,
    '# Limits',
    '`session.open` returns these limits to every client.',
    table(
      ['name', 'value', ''],
      Object.entries(limits).map(([name, value]) => [
        `\`${name}\``,
        readable(name, value),
        docs.get(`limits.${name}`) ?? '',
      ]),
    ),
    '## Rates',
    'These limits apply to the calls of one user, or of one address without a session: a burst, then a rate per second. Above them, calls fail with `rate_limited` and `retryAfterMs`.',
    table(
      ['rate', 'burst', 'per second', ''],
      Object.entries(rates).map(([name, rate]) => [
        `\`${name}\``,
        rate?.burst ?? 'no limit',
        rate?.perSecond ?? '',
        rateDocs.get(`rates.${name}`) ?? '',
      ]),
    ),
  )
}
