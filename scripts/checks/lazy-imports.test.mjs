import { expect, test } from 'bun:test'
import { strayImports } from './lazy-imports.mjs'

test('dynamic imports that bypass the loaders are found', () => {
  const stray = [
    "const load = () => import('./a')",
    "void import('./a').then(run)",
    "const { a } = await import('./a')",
    "lazy(() => import('./a'))",
    "import('./a').catch(() => undefined)",
  ]
  for (const text of stray) expect([text, strayImports(text)]).toEqual([text, [1]])
})

test('imports through a loader are allowed', () => {
  const fine = [
    "const A = lazyPart(async () => (await import('./a')).A)",
    "const A = lazyPane(async () => (await import('./a')).A)",
    "prefetch(() => import('./a'))",
    "await loadWithRetry(() => import('./a'))",
    "onDemand(t, () => import('./a'))",
    "await lateCode(() => import('./a'))",
    "type A = typeof import('./a')",
    "let a: import('./a').A",
  ]
  for (const text of fine) expect([text, strayImports(text)]).toEqual([text, []])
})
