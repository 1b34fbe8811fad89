import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
} from './test-reports.mjs'

const withFile = (text, use) => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-reports-'))
  try {
    const path = join(directory, 'report')
    writeFileSync(path, text)
    return use(path)
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

const junit = `<testsuites><testsuite name="a.test.ts" file="packages/a.test.ts">
  <testcase name="passes &gt; &quot;x&quot;" assertions="1" />
  <testcase name="skips"><skipped /></testcase>
  <testsuite name="inner"><testcase name="fails"><failure type="AssertionError">no</failure></testcase>
  <testcase name="passes too" /></testsuite>
</testsuite></testsuites>`

test('JUnit reports are counted, nested suites included', () => {
  expect(withFile(junit, readJUnit)).toEqual(counts(2, 1, 1))
  expect(readJUnit('/nowhere')).toBeUndefined()
})

test('files that did not load are detected', () => {
  const files = ['packages/a.test.ts', 'packages/b.test.ts']
  expect(withFile(junit, (path) => filesWithoutReport(path, files))).toEqual(['packages/b.test.ts'])
})

test('a browser test that failed and then passed counts as passed', () => {
  const report = JSON.stringify({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 2 } })
  expect(withFile(report, readPlaywright)).toEqual(counts(6, 1, 2))
})

test('a runner that fails without a failed test, or without a report, counts as one failure', () => {
  const said = []
  const of = (exitCode, report) => outcome({ name: 'runner', exitCode, report, say: (line) => said.push(line) })
  expect(of(1, counts(3, 2))).toEqual(counts(3, 2))
  expect(of(0, counts(3))).toEqual(counts(3))
  expect(said).toEqual([])
  expect(of(1, counts(3))).toEqual(counts(3, 1))
  expect(of(0, undefined)).toEqual(counts(0, 1))
  expect(said).toHaveLength(3)
})

test('the output of each failed test is extracted, without that of other tests', () => {
  const output = `packages/a.test.ts:
(pass) first [1ms]
expected 1
(fail) second > inner [2ms]

packages/b.test.ts:
said by a test
(pass) third [1ms]
(fail) fourth

2 tests failed:
(fail) second > inner [2ms]
(fail) fourth`
  expect(failedTests(output)).toEqual([
    'packages/a.test.ts:\nexpected 1\n(fail) second > inner [2ms]',
    'packages/b.test.ts:\n(fail) fourth',
  ])
  const spec = (title, status) => ({
    file: 'c.test.ts',
    line: 7,
    title,
    tests: [{ status, results: [{ errors: status === 'expected' ? [] : [{ message: 'it was\nred' }] }] }],
  })
  const specs = [spec('B1', 'expected'), spec('B2', 'unexpected'), spec('B3', 'flaky')]
  const report = JSON.stringify({ suites: [{ suites: [{ specs }] }] })
  expect(withFile(report, failedBrowserTests)).toEqual(['c.test.ts:7:\nit was\nred\n(fail) B2'])
  expect(withFile(report, flakyBrowserTests)).toEqual(['c.test.ts:7:\nit was\nred\n(flaky) B3'])
})

test('counts add up', () => {
  expect(sum([counts(1, 2, 3), counts(4, 5, 6), counts()])).toEqual(counts(5, 7, 9))
})
