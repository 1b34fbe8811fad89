// `npm test`: every test there is. The last line is `N passed, N failed, N skipped`.
// `npm test -- units`, `-- postgres`, `-- s3`, `-- scripts`, `-- e2e`, `-- scaled`, `-- browser` run one part; what follows is passed on to
// its runner. What failed is said once more at the end, so that the tail of a long log is enough.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bunPath, requireBun, requireNode, stop } from './lib/bun.mjs'
import { inRoot } from './lib/root.mjs'
import { runCollect, runInherit } from './lib/run.mjs'
import { freshServer, serverPath } from './lib/server-build.mjs'
import { findChromium, findHeadlessShell, noPostgres, noSwift, provideSystemPackages } from './lib/system.mjs'
import {
  counts,
  failedBrowserTests,
  failedTests,
  filesWithoutReport,
  outcome,
  readJUnit,
  readPlaywright,
  sum,
} from './lib/test-reports.mjs'
import { freshWeb } from './lib/web-build.mjs'

/** The longest that one test may take: a simulation of hundreds of seeds is one test, and lets all others go before it. */
const testTimeoutMs = 30 * 60_000

/** Most of what runs here lives for seconds: compiling it a third time, as what runs for hours is worth, costs a tenth of it all. */
process.env.BUN_JSC_useFTLJIT ??= '0'
/** Servers are what `npm start` runs. */
process.env.TEST_SERVER = serverPath

const reports = mkdtempSync(join(tmpdir(), 'parley-test-'))

/** Test files of a directory, as paths from the root. */
const testFiles = (directory, pattern) => {
  if (!existsSync(inRoot(directory))) return []
  const files = readdirSync(inRoot(directory), { recursive: true }).map((file) => `${directory}/${file}`)
  return files.filter((file) => pattern.test(file) && !file.includes('node_modules'))
}

const filesIn = (directories, without) =>
  directories
    .flatMap((directory) => testFiles(directory, /\.test\.(tsx?|mjs)$/))
    .filter((file) => !without.some((path) => file === path || file.startsWith(`${path}/`)))

/** What is said once more at the end, when all has run: the failed tests, whole. */
const failures = []

/** Prints what a run says as it says it. */
const printNow = (command, args, options) =>
  runCollect(command, args, { ...options, print: (chunk) => process.stdout.write(chunk) })

/** One run of Bun's test runner over directories or files; `print` runs it, so that two can run side by side. */
const bunTests = async ({ name, directories, files: named, without = [], env = {}, print = printNow }, extra) => {
  const files = named ?? filesIn(directories, without)
  if (files.length === 0) return counts()
  const report = join(reports, `${name.replace(/\W+/g, '-')}.xml`)
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`]
  const ignored = ['**/node_modules/**', ...without.flatMap((path) => [path, `${path}/**`])]
  const where = extra.some((arg) => !arg.startsWith('-')) ? [] : (named ?? directories).map((path) => `./${path}`)
  const ignore = ignored.map((pattern) => `--path-ignore-patterns=${pattern}`)
  const args = ['test', `--timeout=${testTimeoutMs}`, ...reporter, ...ignore, ...where, ...extra]
  const { code, output } = await print(bunPath, args, { env: { ...process.env, ...env } })
  failures.push(...failedTests(output))
  const result = outcome({ name: `bun test (${name})`, exitCode: code, report: readJUnit(report) })
  if (extra.length > 0) return result
  const lost = filesWithoutReport(report, files)
  for (const file of lost) console.error(`${file} did not run: this counts as one failure.`)
  return sum([result, counts(0, lost.length)])
}

const heading = (name) => console.log(`\n── ${name}`)

/** A run beside others: what it says is printed in one piece, when it is over. */
const beside = (run, options = {}) => {
  const print = async (command, args, given) => {
    const result = await runCollect(command, args, { ...given, ...options })
    heading(`${run.name} (ran beside the others)`)
    console.log(result.output)
    return result
  }
  return bunTests({ ...run, print }, [])
}

const part = (run) => (extra) => {
  heading(run.name)
  return bunTests(run, extra)
}

const simulation = { name: 'the simulation', directories: ['e2e/simulation'] }
const whole = { name: 'the whole system', directories: ['e2e'], without: ['e2e/browser', 'e2e/simulation'] }
/** The same program on the engines of many nodes; the services are started by the tests themselves. */
const scaled = {
  name: 'the whole system, on PostgreSQL and NATS',
  directories: ['e2e/wire', 'e2e/crash'],
  // About the files of SQLite.
  without: ['e2e/wire/full-disk.test.ts', 'e2e/wire/surroundings.test.ts'],
  env: { TEST_ENGINES: 'scaled' },
}

const wholeSystem = async (extra) => {
  if (extra.length > 0) return part({ ...whole, without: ['e2e/browser'] })(extra)
  const results = [part(whole)([]), beside(scaled), beside(simulation, { patient: true })]
  return sum(await Promise.all(results))
}

/** What asks for a database of its own: it runs once more on PostgreSQL. */
const storesSomething = (file) =>
  /\b(TestApp\.start|openTestDatabase|testDatabaseContract)\(/.test(readFileSync(inRoot(file), 'utf8'))

/** What stores files, or sends them. */
const keepsFiles = (file) => {
  const text = readFileSync(inRoot(file), 'utf8')
  return /\b(TestApp|HttpApp)\.start\(/.test(text) && /\bupload\(|\bapp\.blobs\b|\/files\//.test(text)
}

const countTests = (file) => (readFileSync(inRoot(file), 'utf8').match(/^\s*test\(/gm) ?? []).length

const postgresTests = async (extra) => {
  const files = testFiles('packages/server/src', /\.test\.ts$/).filter(storesSomething)
  const name = 'what stores something, on PostgreSQL'
  const missing = noPostgres()
  if (missing === undefined) return part({ name, files, env: { TEST_DATABASE: 'postgres' } })(extra)
  const tests = files.reduce((total, file) => total + countTests(file), 0)
  heading(name)
  console.log(`${tests} tests skipped: ${missing}`)
  return counts(0, 0, tests)
}

/** What is about files: it runs once more with a store that speaks S3. */
const s3Tests = async (extra) => {
  const files = testFiles('packages/server/src', /\/(media|http)\/[\w-]+\.test\.ts$/).filter(keepsFiles)
  const name = 'what keeps files, in a store that speaks S3'
  const missing = noSwift()
  if (missing === undefined) return part({ name, files, env: { TEST_BLOBS: 's3' } })(extra)
  const tests = files.reduce((total, file) => total + countTests(file), 0)
  heading(name)
  console.log(`${tests} tests skipped: ${missing}`)
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
  const browsers = { PARLEY_CHROMIUM: chromium ?? '', TEST_HEADLESS_SHELL: findHeadlessShell() ?? '' }
  const env = { ...process.env, ...browsers, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  if (!chromium) return skipBrowserTests({ env })
  const code = await runInherit(...playwright(['--reporter=list,json', ...extra], { env }))
  failures.push(...failedBrowserTests(report))
  return outcome({ name: 'playwright test', exitCode: code, report: readPlaywright(report) })
}

const parts = {
  units: part({ name: 'units, beside the code', directories: ['packages'] }),
  postgres: postgresTests,
  s3: s3Tests,
  scripts: part({ name: 'the scripts', directories: ['scripts'] }),
  e2e: wholeSystem,
  browser: browserTests,
}
/** Parts of parts, that can be asked for. */
const single = { ...parts, scaled: part(scaled) }

/**
 * All of it. The whole system waits most of the time, for what is cut off or restarted: the rest goes on beside it, and the
 * simulation takes what both leave. The browser's part computes on every core, and comes when all that computes is done.
 */
const everything = async () => {
  const simulated = beside(simulation, { patient: true })
  const system = beside(whole)
  const results = []
  for (const one of [parts.units, parts.postgres, parts.s3, parts.scripts, part(scaled)]) results.push(await one([]))
  results.push(await browserTests([]), await system, await simulated)
  return sum(results)
}

const run = async (args) => {
  const one = Object.keys(single).find((name) => name === args[0])
  if (one === undefined && args.length > 0) stop(`There is no part "${args[0]}": ${Object.keys(single).join(', ')}.`)
  if (one !== 'scripts') provideSystemPackages()
  await freshServer().catch((error) => stop(error.message))
  if (one === undefined || one === 'browser') await freshWeb().catch((error) => stop(error.message))
  return one ? single[one](args.slice(1)) : everything()
}

requireNode()
requireBun()
const total = await run(process.argv.slice(2)).finally(() => rmSync(reports, { recursive: true, force: true }))
if (failures.length > 0) console.error(`\n── failed\n${failures.join('\n\n')}`)
if (total.passed + total.failed === 0) console.error('\nNo test ran.')
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
