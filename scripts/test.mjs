// `npm test` runs all tests. The last line is `N passed, N failed, N skipped`.
// `npm test -- units`, `-- postgres`, `-- s3`, `-- scripts`, `-- e2e`, `-- scaled`, `-- browser` run one part. `npm
// test -- <path>` runs the tests of a file or directory. `-t <name>` and other options go to the runner.
// Only the full `npm test` installs programs (`npm run setup`). Failures are repeated at the end, so the tail of a long
// log is enough.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { bunPath, requireBun, requireNode, stop } from './lib/bun.mjs'
import { inRoot } from './lib/root.mjs'
import { runCollect, runInherit } from './lib/run.mjs'
import { freshServer, serverPath } from './lib/server-build.mjs'
import { findChromium, findHeadlessShell, noPostgres, noSwift, setUp } from './lib/system.mjs'
import { chosenTests, playwrightOptions, testParts } from './lib/test-choice.mjs'
import {
  counts,
  failedBrowserTests,
  failedTests,
  filesWithoutReport,
  flakyBrowserTests,
  outcome,
  readJUnit,
  readPlaywright,
  sum,
  withoutFiltered,
} from './lib/test-reports.mjs'
import { freshWeb } from './lib/web-build.mjs'

/**
 * The time limit of one test, for those that hang: on a busy machine the longest takes two minutes. The simulation of
 * hundreds of seeds has a limit of its own.
 */
const testTimeoutMs = 10 * 60_000

/**
 * Most test processes live for seconds. JavaScriptCore's third compiler pays off only in long runs, and would cost a
 * tenth of the time.
 */
process.env.BUN_JSC_useFTLJIT ??= '0'

const reports = mkdtempSync(join(tmpdir(), 'parley-test-'))

/** Test files of a directory, as paths from the root. */
const testFiles = (directory, pattern = /\.test\.(tsx?|mjs)$/) => {
  if (!existsSync(inRoot(directory))) return []
  const files = readdirSync(inRoot(directory), { recursive: true }).map((file) => `${directory}/${file}`)
  return files.filter((file) => pattern.test(file) && !file.includes('node_modules')).sort()
}

const filesIn = (directories, without = []) =>
  directories
    .flatMap((directory) => testFiles(directory))
    .filter((file) => !without.some((path) => file === path || file.startsWith(`${path}/`)))

/** The failed tests with their output, repeated when everything has run. */
const failures = []

/** Browser tests that failed and then passed in the retry of the full `npm test`, with their output. */
const flaky = []

/** Prints a run's output at once. */
const printNow = (command, args, options) =>
  runCollect(command, args, { ...options, print: (chunk) => process.stdout.write(chunk) })

/** Runs Bun's test runner over files. `print` runs the command, so that runs can be parallel. */
const bunTests = async ({ name, files, env = {}, print = printNow }, options = []) => {
  if (files.length === 0) return counts()
  const report = join(reports, `${name.replace(/\W+/g, '-')}.xml`)
  const reporter = ['--reporter=junit', `--reporter-outfile=${report}`]
  const where = files.map((path) => `./${path}`)
  const args = ['test', `--timeout=${testTimeoutMs}`, ...reporter, ...where, ...options]
  const { code, output } = await print(bunPath, args, { env: { ...process.env, ...env } })
  failures.push(...failedTests(output))
  if (options.length > 0 && /matched 0 tests/.test(output)) return counts()
  const result = outcome({ name: `bun test (${name})`, exitCode: code, report: readJUnit(report) })
  if (options.length > 0) return withoutFiltered(result, output)
  const lost = filesWithoutReport(report, files)
  for (const file of lost) console.error(`${file} did not run: this counts as one failure.`)
  return sum([result, counts(0, lost.length)])
}

const heading = (name) => console.log(`\n── ${name}`)

/** A parallel run. Its output is printed in one piece at the end. */
const beside = (run, options = {}) => {
  const print = async (command, args, given) => {
    const result = await runCollect(command, args, { ...given, ...options })
    heading(`${run.name} (ran in parallel)`)
    console.log(result.output)
    return result
  }
  return bunTests({ ...run, print })
}

const runPart = (run, options) => {
  heading(run.name)
  return bunTests(run, options)
}

/** The files of `testing` that a test file imports. */
const helpersOf = (file) =>
  [...readFileSync(inRoot(file), 'utf8').matchAll(/from '(\.[^']*\/testing\/[^']+|\.\/[^']+)'/g)]
    .map(([, path]) => `${join(dirname(file), path)}.ts`)
    .filter((path) => path.includes('/testing/') && !path.endsWith('/test-app.ts') && existsSync(inRoot(path)))

/** True for test files that need their own database, also through a scene in `testing`. They also run on PostgreSQL. */
const storesSomething = (file) =>
  /\b(TestApp\.start|openTestDatabase|testDatabaseContract)\(/.test(readFileSync(inRoot(file), 'utf8')) ||
  helpersOf(file).some((helper) => /\bTestApp\.start\(/.test(readFileSync(inRoot(helper), 'utf8')))

/** True for test files that store or send files. They also run on an S3-compatible store. */
const keepsFiles = (file) => {
  const text = readFileSync(inRoot(file), 'utf8')
  return /\b(TestApp|HttpApp)\.start\(/.test(text) && /\bupload\(|\bapp\.blobs\b|\/files\//.test(text)
}

const simulation = () => ({ name: 'the simulation', files: filesIn(['e2e/simulation']) })
const whole = () => ({ name: 'the whole system', files: filesIn(['e2e'], ['e2e/browser', 'e2e/simulation']) })

/** The parts for Bun's runner: the heading, the files, and why they can't run here. */
const bunParts = {
  units: { name: 'units, next to the code', files: () => filesIn(['packages']) },
  postgres: {
    name: 'tests that store rows, on PostgreSQL',
    files: () => testFiles('packages/server/src').filter(storesSomething),
    env: { TEST_DATABASE: 'postgres' },
    missing: noPostgres,
  },
  s3: {
    name: 'tests that store files, on an S3-compatible store',
    files: () => testFiles('packages/server/src', /\/(media|http|exports)\/[\w-]+\.test\.ts$/).filter(keepsFiles),
    env: { TEST_BLOBS: 's3' },
    missing: noSwift,
  },
  scripts: { name: 'the scripts', files: () => filesIn(['scripts']) },
  e2e: { name: 'the whole system', files: () => filesIn(['e2e'], ['e2e/browser']) },
  /** The same program on PostgreSQL and NATS. The tests start these services themselves. */
  scaled: {
    name: 'the whole system, on PostgreSQL and NATS',
    // The two files left out test the files of SQLite.
    files: () => filesIn(['e2e/wire', 'e2e/crash'], ['e2e/wire/full-disk.test.ts', 'e2e/wire/startup-errors.test.ts']),
    env: { TEST_ENGINES: 'scaled' },
  },
}

const browserFiles = () => testFiles('e2e/browser', /\.(spec|test)\.ts$/)
const filesOf = (name) => (name === 'browser' ? browserFiles() : bunParts[name].files())

const countTests = (file) => (readFileSync(inRoot(file), 'utf8').match(/^\s*test\(/gm) ?? []).length

const skipPart = ({ name, files }, reason) => {
  const tests = files.reduce((total, file) => total + countTests(file), 0)
  heading(name)
  console.log(`${tests} tests skipped: ${reason}`)
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

const skipBrowserTests = async (args, config) => {
  const { output } = await runCollect(...playwright(['--list', ...args], config))
  const total = Number(/Total: (\d+) tests?/.exec(output)?.[1] ?? 0)
  console.log(
    `${total} browser tests skipped: Chromium is not installed. \`npm run setup -- browser\` installs it; PARLEY_CHROMIUM selects another one.`,
  )
  return counts(0, 0, total)
}

const browserTests = async ({ files = [], options = [], retries = 0 } = {}) => {
  if (browserFiles().length === 0) return counts()
  heading('in the browser')
  const chromium = findChromium()
  const report = join(reports, 'browser.json')
  const browsers = { PARLEY_CHROMIUM: chromium ?? '', TEST_HEADLESS_SHELL: findHeadlessShell() ?? '' }
  const env = { ...process.env, ...browsers, PLAYWRIGHT_JSON_OUTPUT_FILE: report }
  const args = [...files, `--retries=${retries}`, ...playwrightOptions(options)]
  if (!chromium) return skipBrowserTests(args, { env })
  const code = await runInherit(...playwright(['--reporter=list,json', ...args], { env }))
  failures.push(...failedBrowserTests(report))
  flaky.push(...flakyBrowserTests(report))
  return outcome({ name: 'playwright test', exitCode: code, report: readPlaywright(report) })
}

const runChosen = async ({ part, files, options = [] }) => {
  if (part === 'browser') return browserTests({ files, options })
  const run = { ...bunParts[part], files: files ?? filesOf(part) }
  const reason = run.missing?.()
  if (reason !== undefined) return skipPart(run, reason)
  if (part !== 'e2e' || files !== undefined || options.length > 0) return runPart(run, options)
  const results = [runPart(whole()), beside({ ...bunParts.scaled, files: filesOf('scaled') })]
  return sum(await Promise.all([...results, beside(simulation(), { patient: true })]))
}

/**
 * Runs all tests. The tests of the whole system mostly wait, so the other parts run in parallel, and the simulation
 * uses the remaining CPU time. The browser tests use every core, so they run after the other parts.
 */
const everything = async () => {
  const simulated = beside(simulation(), { patient: true })
  const system = beside(whole())
  const results = []
  for (const name of ['units', 'postgres', 's3', 'scripts', 'scaled']) results.push(await runChosen({ part: name }))
  results.push(await browserTests({ retries: 1 }), await system, await simulated)
  return sum(results)
}

const isOfBench = (file) => file.startsWith('packages/bench/')

/** The tests that start the server from its build, as `npm start` does. The others run its sources. */
const usesBuiltServer = ({ part, files }) =>
  ['e2e', 'scaled', 'browser'].includes(part) || (part === 'units' && (files ?? filesOf(part)).some(isOfBench))

const buildFor = async (chosen) => {
  if (chosen.some(usesBuiltServer)) {
    process.env.TEST_SERVER = serverPath
    await freshServer().catch((error) => stop(error.message))
  }
  if (chosen.some(({ part }) => part === 'browser')) await freshWeb().catch((error) => stop(error.message))
}

const choose = (args) => {
  try {
    return chosenTests(args, filesOf)
  } catch (error) {
    return stop(error.message)
  }
}

const run = async (args) => {
  const chosen = choose(args)
  if (chosen === undefined) setUp({ parts: testParts })
  await buildFor(chosen ?? testParts.map((part) => ({ part })))
  if (chosen === undefined) return everything()
  const results = []
  for (const one of chosen) results.push(await runChosen(one))
  return sum(results)
}

requireNode()
requireBun()
const total = await run(process.argv.slice(2)).finally(() => rmSync(reports, { recursive: true, force: true }))
if (flaky.length > 0) console.error(`\n── failed once, passed in the retry: find the cause\n${flaky.join('\n\n')}`)
if (failures.length > 0) console.error(`\n── failed\n${failures.join('\n\n')}`)
if (total.passed + total.failed === 0) console.error('\nNo tests ran.')
console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)
