import { expect, test } from 'bun:test'
import { inRoot } from './root.mjs'
import { chosenTests, playwrightOptions } from './test-choice.mjs'

const files = {
  units: ['packages/sdk/src/outbox.test.ts', 'packages/server/src/groups/groups.test.ts'],
  postgres: ['packages/server/src/groups/groups.test.ts'],
  scripts: ['scripts/lib/run.test.mjs'],
  e2e: ['e2e/wire/frames.test.ts', 'e2e/wire/close.test.ts'],
  browser: ['e2e/browser/shell.test.ts'],
}
const choose = (...args) => chosenTests(args, (part) => files[part] ?? [])
const error = (...args) => {
  try {
    choose(...args)
  } catch (thrown) {
    return thrown.message
  }
  return undefined
}

test('without arguments everything runs', () => {
  expect(choose()).toBeUndefined()
})

test('a part runs with all of its files, and a path limits it', () => {
  expect(choose('units')).toEqual([{ part: 'units', options: [] }])
  const [groups] = files.postgres
  expect(choose('postgres', 'packages/server/src/groups')).toEqual([{ part: 'postgres', files: [groups], options: [] }])
  expect(choose('units', 'outbox')).toEqual([
    { part: 'units', files: ['packages/sdk/src/outbox.test.ts'], options: [] },
  ])
})

test('the value of -t is not a path, so a part with a name keeps all its files', () => {
  expect(choose('units', '-t', 'groups')).toEqual([{ part: 'units', options: ['-t', 'groups'] }])
  expect(choose('browser', '--workers', '2')).toEqual([{ part: 'browser', options: ['--workers', '2'] }])
})

test('a path alone runs the files below it, each in its part', () => {
  const absolute = inRoot('packages', 'sdk', 'src', 'outbox.test.ts')
  for (const path of ['packages/sdk', './packages/sdk/', absolute])
    expect(choose(path, '-t', 'a name')).toEqual([
      { part: 'units', files: ['packages/sdk/src/outbox.test.ts'], options: ['-t', 'a name'] },
    ])
  expect(choose('e2e').map(({ part, files: chosen }) => [part, chosen])).toEqual([['e2e', undefined]])
  expect(choose('e2e/wire', 'e2e/browser').map(({ part, files: chosen }) => [part, chosen])).toEqual([
    ['e2e', ['e2e/wire/frames.test.ts', 'e2e/wire/close.test.ts']],
    ['browser', ['e2e/browser/shell.test.ts']],
  ])
})

test('a line number of a browser test reaches Playwright', () => {
  expect(choose('e2e/browser/shell.test.ts:12')).toEqual([
    { part: 'browser', files: ['e2e/browser/shell.test.ts:12'], options: [] },
  ])
})

test('an unknown part, path or word is an error that explains the usage', () => {
  expect(error('unit')).toStartWith(
    '"unit" is neither a part nor the path of a test. Name a part (units, postgres, s3,',
  )
  expect(error('packages/sdk', 'packages/nothing')).toStartWith('"packages/nothing" is neither')
  expect(error('units', 'nothing')).toBe('No test file of the part "units" has "nothing" in its path.')
  expect(error('-t', 'a name')).toStartWith('Name a part')
})

test('Playwright gets its own name for -t', () => {
  expect(playwrightOptions(['-t', 'a name', '--workers', '2'])).toEqual(['--grep', 'a name', '--workers', '2'])
})
