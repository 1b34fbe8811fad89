// `npm run generate` writes all files generated from the contract and the configuration. It runs on Bun, which reads
// the TypeScript sources. With --check it writes nothing, and fails when a file is stale.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { documentedSchemas } from '../packages/protocol/src/documented.ts'
import { grownList, landedList, migrationHashes, readLanded } from './checks/landed-migrations.mjs'
import { configurationPage, exampleToml } from './generate/configuration.mjs'
import { errorsPage, eventsPage, limitsPage } from './generate/contract-pages.mjs'
import { fieldDocs } from './generate/field-docs.mjs'
import { logsPage } from './generate/logs.mjs'
import { methodsPage } from './generate/methods.mjs'
import { rowsPage } from './generate/rows.mjs'
import { schemaFiles } from './generate/schemas.mjs'
import { inRoot } from './lib/root.mjs'
import { noPostgres } from './lib/system.mjs'

const schemas = documentedSchemas()
const files = {
  'docs/reference/methods.md': methodsPage(schemas),
  'docs/reference/events.md': eventsPage(schemas),
  'docs/reference/rows.md': rowsPage(schemas),
  'docs/reference/errors.md': errorsPage(),
  'docs/reference/limits.md': limitsPage(),
  'docs/reference/configuration.md': configurationPage(),
  'packages/protocol/src/field-docs.json': fieldDocs(),
  'parley.example.toml': exampleToml(),
  'docs/reference/logs.md': logsPage(),
  [landedList]: grownList(readLanded(), migrationHashes()),
  ...(await schemaFiles()),
}
if (files['docs/reference/schema.postgres.sql'] === undefined)
  console.log(`docs/reference/schema.postgres.sql skipped: ${noPostgres()}`)

const check = process.argv.includes('--check')
const stale = Object.entries(files).filter(
  ([path, text]) => !existsSync(inRoot(path)) || readFileSync(inRoot(path), 'utf8') !== text,
)
for (const [path, text] of stale) {
  if (check) {
    console.error(`${path} is stale: run \`npm run generate\` and commit it`)
    continue
  }
  mkdirSync(dirname(inRoot(path)), { recursive: true })
  writeFileSync(inRoot(path), text)
  console.log(`wrote ${path}`)
}
process.exit(check && stale.length > 0 ? 1 : 0)
