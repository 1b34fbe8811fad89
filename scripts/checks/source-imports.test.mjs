import { expect, test } from 'bun:test'
import { importsIn } from './source-imports.mjs'

const kinds = (text) => importsIn(text).map(({ specifier, kind }) => [specifier, kind])

test('imports, exports and side effects are found, with their kind at run time', () => {
  const text = `import { a } from './a'
import type { B } from './b'
import { type C, d } from '@parley/c'
import * as e from "./e"
import F, { g } from './f'
import './side-effect.css'
export * from './h'
export type { I } from './i'
export type * from './j'
import {
  k,
  l,
} from './k'`
  expect(kinds(text)).toEqual([
    ['./a', 'run'],
    ['./b', 'type'],
    ['@parley/c', 'run'],
    ['./e', 'run'],
    ['./f', 'run'],
    ['./side-effect.css', 'run'],
    ['./h', 'run'],
    ['./i', 'type'],
    ['./j', 'type'],
    ['./k', 'run'],
  ])
})

test('calls of import are lazy unless they only name a type', () => {
  const text = `const a = await import('./a')
const b = lazy(() => import('./b'))
type C = import('./c').C
type D = typeof import('./d')`
  expect(kinds(text)).toEqual([
    ['./a', 'lazy'],
    ['./b', 'lazy'],
    ['./c', 'type'],
    ['./d', 'type'],
  ])
})

test('each import is found on its line', () => {
  expect(importsIn(`\n\nimport { a } from './a'`)).toEqual([{ specifier: './a', line: 3, kind: 'run' }])
})
