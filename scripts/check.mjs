// `npm run check` runs all static checks. `npm run check -- types links` runs the checks whose names contain these
// words.

import { bundleSize } from './checks/bundle-size.mjs'
import { biome, documents, generated, types, unused } from './checks/commands.mjs'
import { dependencies } from './checks/dependencies.mjs'
import { fileSizes } from './checks/file-sizes.mjs'
import { firstWords } from './checks/first-words.mjs'
import { forbidden } from './checks/forbidden.mjs'
import { importCycles, zodFreeClients } from './checks/import-graph.mjs'
import { importRules } from './checks/import-rules.mjs'
import { landedMigrations } from './checks/landed-migrations.mjs'
import { lazyImports } from './checks/lazy-imports.mjs'
import { links } from './checks/links.mjs'
import { noGallery } from './checks/no-gallery.mjs'
import { ownHistory } from './checks/own-history.mjs'
import { prose } from './checks/prose.mjs'
import { specIds } from './checks/spec-ids.mjs'
import { tableOwners } from './checks/table-owners.mjs'
import { weakTests } from './checks/weak-tests.mjs'
import { requireBun, requireNode, stop } from './lib/bun.mjs'

const packages = [
  'packages/protocol',
  'packages/sdk',
  'packages/server',
  'packages/web',
  'packages/web/worker',
  'packages/bench',
  'e2e',
  'examples/bot',
]

const checks = [
  ...packages.map((directory) => [`types: ${directory}`, types(directory)]),
  ['format and lint', biome],
  ['generated files are up to date', generated],
  ['the documents of the contract are valid', documents],
  ['import rules', importRules],
  ['owners of tables', tableOwners],
  ['no import cycles', importCycles],
  ['no zod in the clients, nothing of Node in browsers', zodFreeClients],
  ['file length', fileSizes],
  ['rules of docs/spec and tests', specIds],
  ['links between documents', links],
  ['prose', prose],
  ['landed migrations are unchanged', landedMigrations],
  ['nothing forbidden', forbidden],
  ['tests that cannot fail, or hang', weakTests],
  ['dependencies', dependencies],
  ['nothing unused', unused],
  ['code loaded later', lazyImports],
  ['browser history', ownHistory],
  ['first-load words', firstWords],
  ['size of the web client', bundleSize],
  ['no gallery in the web client', noGallery],
]

const indent = (lines) => lines.map((line) => `    ${line}`).join('\n')

const runCheck = async ([name, check]) => {
  const startedMs = performance.now()
  const { problems, notes = [] } = await Promise.resolve()
    .then(check)
    .catch((error) => ({ problems: [String(error?.stack ?? error)] }))
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`${problems.length === 0 ? '✓' : '✗'} ${name} (${seconds} s)`)
  if (problems.length + notes.length > 0) console.log(indent([...problems, ...notes]))
  return problems.length === 0
}

requireNode()
requireBun()
const startedMs = performance.now()
const wanted = process.argv.slice(2)
const unknown = wanted.find((word) => !checks.some(([name]) => name.includes(word)))
if (unknown !== undefined)
  stop(`No check has "${unknown}" in its name. The checks are:\n${indent(checks.map(([name]) => name))}`)
const chosen = checks.filter(([name]) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
const results = await Promise.all(chosen.map(runCheck))
const failed = results.filter((passed) => !passed).length
const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
console.log(
  failed === 0
    ? `\nAll ${results.length} checks passed in ${seconds} s`
    : `\n${failed} of ${results.length} checks failed in ${seconds} s`,
)
process.exit(failed === 0 ? 0 : 1)
