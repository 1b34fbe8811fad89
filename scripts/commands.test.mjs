import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { inRoot } from './lib/root.mjs'

const run = (script, ...args) => {
  const { status, stdout, stderr } = spawnSync('node', [inRoot('scripts', script), ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}

test('an unknown part of the tests is an error that lists the parts', () => {
  for (const script of ['test.mjs', 'setup.mjs']) {
    const { status, stderr } = run(script, 'unitz')
    expect([status, stderr]).toEqual([1, expect.stringContaining('units, postgres, s3, scripts, e2e, scaled, browser')])
  }
})

test('an unknown check is an error that lists the checks, even next to a known one', () => {
  const { status, stdout, stderr } = run('check.mjs', 'links', 'typoo')
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain('No check has "typoo" in its name. The checks are:')
  expect(stderr).toContain('format and lint')
})

test('a path with a name runs only that test', () => {
  const { status, stdout } = run('test.mjs', 'scripts/lib/test-reports.test.mjs', '-t', '^counts add up$')
  expect(stdout).toContain('(pass) counts add up')
  expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([0, '1 passed, 0 failed, 0 skipped'])
})
