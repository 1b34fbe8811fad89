// `npm test`: every test there is. The last line is `N passed, N failed, N skipped`.
// `npm test -- units`, `-- postgres`, `-- scripts`, `-- e2e`, `-- browser` run one part; what follows is passed on to its runner.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bunPath, requireBun, requireNode, stop } from './lib/bun.mjs'
import { inRoot } from './lib/root.mjs'
import { runCollect, runInherit } from './lib/run.mjs'
import { findChromium, noPostgres, provideSystemPackages } from './lib/system.mjs'
import { counts, filesWithoutReport, outcome, readJUnit, readPlaywright, sum } from './lib/test-reports.mjs'
import { freshWeb } from './lib/web-build.mjs'

/** The longest that one test may take: a simulation of hundreds of seeds is one test. */
const testTimeoutMs = 10 * 60_000

const reports = mkdtempSync(join(tmpdir(), 'parley-test-'))

/** Test files of a directory, as paths from the root. */
const testFiles = (directory, pattern) => {
  if (!existsSync(inRoot(directory))) return []
  const files = readdirSync(inRoot(directory), { recursive: true }).map((file) => `${directory}/${file}`)
  return files.filter((file) => pattern.test(file) && !file.includes('node_modules'))
}

const bunTests = (name, directory) => async (extra) => {
  const files = testFiles(directory, /\.test\.(tsx?|mjs)$/).filter((file) => !file.startsWith('e2e/browser/'))
  return runBun({ name, directory, files, extra })
}

const runBun = async ({ name, directory, files, extra, only = false, env = process.env }) => {
  if (files.length === 0) return counts()
  console.log(`\n── ${name}`)
  const report = join(reports, `${name.replace(/\W+/g, '-')}.xml`)
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`]
  const ignored = ['--path-ignore-patterns=**/node_modules/**', '--path-ignore-patterns=e2e/browser/**']
  const own = only ? files.map((file) => `./${file}`) : [`./${directory}`]
  const where = extra.some((arg) => !arg.startsWith('-')) ? [] : own
  const args = ['test', `--timeout=${testTimeoutMs}`, ...reporter, ...ignored, ...where, ...extra]
  const code = await runInherit(bunPath, args, { env })
  const result = outcome({ name: `bun test ${directory}`, exitCode: code, report: readJUnit(report) })
  if (extra.length > 0) return result
  const lost = filesWithoutReport(report, files)
  for (const file of lost) console.error(`${file} did not run: this counts as one failure.`)
  return sum([result, counts(0, lost.length)])
}

/** What asks for a database of its own: it runs once more on PostgreSQL. */
const storesSomething = (file) =>
  /\b(TestApp\.start|openTestDatabase|testDatabaseContract)\(/.test(readFileSync(inRoot(file), 'utf8'))

const postgresTests = async (extra) => {
  const files = testFiles('packages/server/src', /\.test\.ts$/).filter(storesSomething)
  const name = 'what stores something, on PostgreSQL'
  const missing = noPostgres()
  if (missing === undefined)
    return runBun({
      name,
      directory: 'packages',
      files,
      extra,
      only: true,
      env: { ...process.env, TEST_DATABASE: 'postgres' },
    })
  const tests = files.reduce(
    (sum, file) => sum + (readFileSync(inRoot(file), 'utf8').match(/^\s*test\(/gm) ?? []).length,
    0,
  )
  console.log(`\n── ${name}\n${tests} tests skipped: ${missing}`)
  return counts(0, 0, tests)
}

const playwright = (args, options) => [
  process.execPath,
  [
    inRoot('node_modules', '@playwright', 'test', 'cli.js'),
    'test',
    '--config',
    inRoot('e2e', 'playwright.config.ts'),
    ...args,
  ],
  options,
]

const skipBrowserTests = async (config) => {
  const { output } = await runCollect(...playwright(['--list'], config))
  const total = Number(/Total: (\d+) tests?/.exec(output)?.[1] ?? 0)
  console.log(
    `${total} browser tests skipped: there is no Chromium here. Install it, or set PARLEY_CHROMIUM to its path.`,
  )
  return counts(0, 0, total)
}

const browserTests = async (extra) => {
  if (testFiles('e2e/browser', /\.(spec|test)\.ts$/).length === 0) return counts()
  console.log('\n── in the browser')
  const chromium = findChromium()
  const report = join(reports, 'browser.json')
  const env = { ...process.env, PARLEY_CHROMIUM: chromium ?? '', PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  if (!chromium) return skipBrowserTests({ env })
  const code = await runInherit(...playwright(['--reporter=list,json', ...extra], { env }))
  return outcome({ name: 'playwright test', exitCode: code, report: readPlaywright(report) })
}

const parts = {
  units: bunTests('units, beside the code', 'packages'),
  postgres: postgresTests,
  scripts: bunTests('the scripts', 'scripts'),
  e2e: bunTests('the whole system', 'e2e'),
  browser: browserTests,
}

const run = async (args) => {
  const one = Object.keys(parts).find((part) => part === args[0])
  if (one !== 'units' && one !== 'scripts') provideSystemPackages()
  if (one === undefined || one === 'browser') await freshWeb().catch((error) => stop(error.message))
  const extra = one ? args.slice(1) : args
  const results = []
  for (const part of one ? [one] : Object.keys(parts)) results.push(await parts[part](extra))
  return sum(results)
}

requireNode()
requireBun()
const total = await run(process.argv.slice(2)).finally(() => rmSync(reports, { recursive: true, force: true }))
if (total.passed + total.failed === 0) console.error('\nNo test ran.')
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
