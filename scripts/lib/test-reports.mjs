import { existsSync, readFileSync } from 'node:fs'

/** The counts of a test run. */
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

/** Counts without the tests that `-t` left out. Bun reports those as skipped, and prints their number. */
export const withoutFiltered = (result, output) => {
  const filtered = [...output.matchAll(/^ (\d+) filtered out$/gm)].reduce(
    (total, [, count]) => total + Number(count),
    0,
  )
  return counts(result.passed, result.failed, result.skipped - filtered)
}

/** The files of `expected` that a JUnit report does not name. They did not load, or the runner died before them. */
export const filesWithoutReport = (path, expected) => {
  const report = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return expected.filter((file) => !report.includes(`file="${file}"`))
}

/** The most lines to show of one failed test. The last lines contain the expectation. */
const failureLines = 60

/**
 * Extracts the output of each failed test from the output of Bun's runner, so that even the tail of a log shows the
 * failures. A test's own lines come before the line with its name.
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

/**
 * The tests with this status in a report of Playwright's JSON reporter. Each has its errors, then `label` and its
 * title.
 */
const browserTestsWith = (status, label, path) => {
  if (!existsSync(path)) return []
  const specs = JSON.parse(readFileSync(path, 'utf8')).suites.flatMap(specsOf)
  const about = ({ file, line, title, tests }) => {
    const messages = tests.flatMap(({ results }) => results.flatMap(({ errors = [] }) => errors.map((e) => e.message)))
    return [`${file}:${line}:`, ...messages.join('\n').split('\n').slice(0, failureLines), `(${label}) ${title}`].join(
      '\n',
    )
  }
  return specs.filter(({ tests }) => tests.some((one) => one.status === status)).map(about)
}

/** The tests that failed in every attempt, with their errors. */
export const failedBrowserTests = (path) => browserTestsWith('unexpected', 'fail', path)

/** The tests that failed and then passed in the retry, with their errors. */
export const flakyBrowserTests = (path) => browserTestsWith('flaky', 'flaky', path)

/** Counts a report of Playwright's JSON reporter. A flaky test counts as passed; `flakyBrowserTests` names it. */
export const readPlaywright = (path) => {
  if (!existsSync(path)) return undefined
  const { stats } = JSON.parse(readFileSync(path, 'utf8'))
  return counts(stats.expected + stats.flaky, stats.unexpected, stats.skipped)
}

/**
 * Returns the counts of a run. A runner that failed without a failed test, or wrote no report, counts as one failure.
 * `say` gets the reason.
 */
export const outcome = ({ name, exitCode, report, say = console.error }) => {
  const result = report ?? counts()
  if (report === undefined) say(`${name} wrote no report.`)
  if ((exitCode !== 0 || report === undefined) && result.failed === 0) {
    say(`${name} ended with exit code ${exitCode} without a failed test: this counts as one failure.`)
    result.failed += 1
  }
  return result
}
