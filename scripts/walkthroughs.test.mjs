import { afterAll, expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './lib/root.mjs'
import { copyTree } from './lib/tree-copy.mjs'
import { applySteps, sectionOf, stepsOf, withStep } from './lib/walkthrough.mjs'

const text = readFileSync(inRoot('CONTRIBUTING.md'), 'utf8')
const walks = ['Add a method', 'Add a kind of message', 'Add an adapter', 'Add a migration', 'Add a language']
/** The packages that use all other packages. */
const compiled = ['packages/sdk', 'packages/server', 'packages/web', 'e2e'].map((name) => `types: ${name}`)
const copy = copyTree()
afterAll(() => copy[Symbol.dispose]())

const run = (script, ...args) => {
  const { status, stdout, stderr } = spawnSync('node', [join(copy.directory, 'scripts', script), ...args], {
    encoding: 'utf8',
  })
  return { status, output: `${stdout}${stderr}` }
}

for (const heading of walks)
  test(`the steps of "${heading}" apply`, () => {
    const steps = stepsOf(sectionOf(text, heading))
    expect(steps.length).toBeGreaterThan(2)
    applySteps(copy.directory, steps)
  })

test('the tree compiles after the walkthroughs', () => {
  expect(run('check.mjs', ...compiled)).toMatchObject({ status: 0 })
})

test('the tests added by the walkthroughs pass', () => {
  const steps = walks.flatMap((heading) => stepsOf(sectionOf(text, heading)))
  const added = [...new Set(steps.flatMap(({ paths }) => paths).filter((path) => /\.test\.tsx?$/.test(path)))]
  expect(added.length).toBeGreaterThan(2)
  expect(run('test.mjs', ...added, 'packages/web/src/i18n/catalog.test.ts')).toMatchObject({ status: 0 })
})

const section = `
## Add a thing

   \`\`\`ts
   // a/b.ts c.ts, after every \`one\`
     two
   \`\`\`

   \`\`\`ts
   shown, and no step
   \`\`\`

## Another
`

test('a block with a file name is a step, any other block is an illustration', () => {
  expect(stepsOf(sectionOf(section, 'Add a thing'))).toEqual([
    { paths: ['a/b.ts', 'c.ts'], place: 'after every', anchor: 'one', code: '  two\n' },
  ])
  expect(() => sectionOf(section, 'Add nothing')).toThrow('no section')
})

test('a step applies at its place, and a missing or ambiguous anchor is an error', () => {
  const at = (place, anchor = 'b') => withStep('a\n  b\nc\n', { place, anchor, code: 'x\n' })
  expect(at('after')).toBe('a\n  b\nx\nc\n')
  expect(at('before')).toBe('a\nx\n  b\nc\n')
  expect(at('in place of')).toBe('a\nx\nc\n')
  expect(at('at the end')).toBe('a\n  b\nc\n\nx\n')
  expect(() => at('after', 'd')).toThrow('no line is `d`')
  expect(() => withStep('b\nb', { place: 'after', anchor: 'b', code: 'x' })).toThrow('2 lines')
  expect(withStep('b\nb', { place: 'after every', anchor: 'b', code: 'x' })).toBe('b\nx\nb\nx')
})
