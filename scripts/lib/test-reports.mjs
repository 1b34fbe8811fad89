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
