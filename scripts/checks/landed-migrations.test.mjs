import { expect, test } from 'bun:test'
import { grownList, importProblems, migrationProblems } from './landed-migrations.mjs'

const landed = { '0001-a-postgres.ts': 'p', '0001-a.ts': 'a', '0002-b.ts': 'b' }

test('unchanged landed migrations have no problems', () => {
  expect(migrationProblems(landed, { ...landed })).toEqual([])
})

test('edited, removed and unlisted migrations are reported', () => {
  const { '0001-a.ts': _, ...rest } = landed
  expect(migrationProblems(landed, { ...landed, '0001-a.ts': 'edited' })).toEqual([
    expect.stringMatching(/^0001-a\.ts was edited, but databases have already run it: restore it and add a new/),
  ])
  expect(migrationProblems(landed, { ...landed, '0001-a-postgres.ts': 'edited' })).toHaveLength(1)
  expect(migrationProblems(landed, rest)[0]).toStartWith('0001-a.ts is missing')
  expect(migrationProblems(landed, { ...landed, '0003-c.ts': 'c' })).toEqual([
    expect.stringMatching(/^0003-c\.ts is not in .*landed\.json: run `npm run generate`/),
  ])
})

test('repeated numbers and gaps are reported', () => {
  const repeated = { ...landed, '0002-c.ts': 'c' }
  expect(migrationProblems(repeated, repeated)).toEqual([expect.stringMatching(/^0002-c\.ts has the wrong number/)])
  const gap = { ...landed, '0004-d.ts': 'd' }
  expect(migrationProblems(gap, gap)).toEqual([expect.stringMatching(/^0004-d\.ts has the wrong number/)])
})

test('the list only grows: a landed hash stays when its file is edited', () => {
  const list = grownList(landed, { ...landed, '0001-a.ts': 'edited', '0003-c.ts': 'c' })
  expect(JSON.parse(list)).toEqual({ ...landed, '0003-c.ts': 'c' })
  expect(Object.keys(JSON.parse(list))).toEqual(['0001-a-postgres.ts', '0001-a.ts', '0002-b.ts', '0003-c.ts'])
})

test('a migration imports nothing that may change later', () => {
  const text =
    "import { sql } from 'kysely'\nimport type { Migration } from './migration'\nimport { minuteOf } from '../schema'"
  expect(importProblems('0002-b.ts', text)).toEqual([
    expect.stringMatching(/^0002-b\.ts:3 imports \.\.\/schema: a migr/),
  ])
})
