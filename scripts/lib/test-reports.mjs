import { existsSync, readFileSync } from 'node:fs'

/** Counts of a test run. */
export const counts = (passed = 0, failed = 0, skipped = 0) => ({ passed, failed, skipped })

export const sum = (list) =>
  list.reduce((a, b) => counts(a.passed + b.passed, a.failed + b.failed, a.skipped + b.skipped), counts())

/** Reads a JUnit report; undefined when the runner did not write one. */
export const readJUnit = (path) => {
  if (!existsSync(path)) return undefined
  const result = counts()
  for (const [, , end, inside = ''] of readFileSync(path, 'utf8').matchAll(
    /<testcase\b((?:[^>"]|"[^"]*")*?)(\/>|>([\s\S]*?)<\/testcase>)/g,
  )) {
    if (end === '/>') result.passed += 1
    else if (/<(failure|error)\b/.test(inside)) result.failed += 1
    else if (/<skipped\b/.test(inside)) result.skipped += 1
    else result.passed += 1
  }
  return result
}

/** The files of `expected` that a JUnit report does not name: they did not load, or the runner died before them. */
export const filesWithoutReport = (path, expected) => {
  const report = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return expected.filter((file) => !report.includes(`file="${file}"`))
}

/** The longest that the account of one failed test may be, in lines: its end says what was expected. */
const failureLines = 60

/**
 * What Bun's runner printed about each failed test, from what it printed of all: a log that is shown in part still ends
 * with what went wrong. A test's own lines stand before the line that names it.
 */
export const failedTests = (output) => {
  const failures = []
  let file = ''
  let lines = []
  for (const line of output.split('\n')) {
    if (/^\d+ tests? failed:$/.test(line)) break
    lines.push(line)
    if (/^\S+\.test\.\w+:$/.test(line)) [file, lines] = [line, []]
    if (line.startsWith('(fail)')) failures.push([file, ...lines.slice(-failureLines)].join('\n'))
    if (/^\((pass|fail|skip|todo)\)/.test(line)) lines = []
  }
  return failures
}

const specsOf = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)]

/** The same from a report of Playwright's JSON reporter. */
export const failedBrowserTests = (path) => {
  if (!existsSync(path)) return []
  const specs = JSON.parse(readFileSync(path, 'utf8')).suites.flatMap(specsOf)
  const about = ({ file, line, title, tests }) => {
    const messages = tests.flatMap(({ results }) => results.flatMap(({ errors = [] }) => errors.map((e) => e.message)))
    return [`${file}:${line}:`, ...messages.join('\n').split('\n').slice(0, failureLines), `(fail) ${title}`].join('\n')
  }
  return specs
    .filter(({ tests }) => tests.some(({ status }) => status === 'unexpected' || status === 'flaky'))
    .map(about)
}

/** Reads a report of Playwright's JSON reporter. A test that passed only when repeated counts as failed. */
export const readPlaywright = (path) => {
  if (!existsSync(path)) return undefined
  const { stats } = JSON.parse(readFileSync(path, 'utf8'))
  return counts(stats.expected, stats.unexpected + stats.flaky, stats.skipped)
}

/** What a runner did: its counts, where ending badly without a failed test counts as one; `say` hears why. */
export const outcome = ({ name, exitCode, report, say = console.error }) => {
  const result = report ?? counts()
  if (report === undefined) say(`${name} wrote no report.`)
  if ((exitCode !== 0 || report === undefined) && result.failed === 0) {
    say(`${name} ended with exit code ${exitCode} without a failed test: this counts as one failure.`)
    result.failed += 1
  }
  return result
}
