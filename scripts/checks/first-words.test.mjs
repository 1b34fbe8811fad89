import { expect, test } from 'bun:test'
import { loadedWithTexts, usedKeys } from './first-words.mjs'

const keys = new Set(['dismiss', 'about', 'noCamera_denied', 'noCamera_missing'])

test('keys are found as literals and by the beginning of computed keys', () => {
  expect(usedKeys("t('dismiss'); t('other')", keys)).toEqual(['dismiss'])
  expect(usedKeys("const label = some ? 'about' : 'other'", keys)).toEqual(['about'])
  expect(usedKeys('<Box label="about" className="dismiss" />', keys)).toEqual(['about'])
  expect(usedKeys(`t(\`noCamera_\${reason}\`)`, keys)).toEqual(['noCamera_denied', 'noCamera_missing'])
})

test('names of fields in types are no keys', () => {
  expect(usedKeys("type A = Pick<B, 'dismiss' | 'about'>; let c: D['about']", keys)).toEqual([])
})

test('only some loaders load the later texts with the code', () => {
  const text = `
    const A = lazyPart(async () => (await import('./a')).A)
    const B = lazyPane(async () => (await import('./b')).B)
    const C = firstScreenPart(async () => (await import('./c')).C)
    await onDemand(t, () => import('./d'))
    await loadWithTexts(() => import('./e'))
    await loadWithRetry(() => import('./f'))
  `
  expect([...loadedWithTexts(text)]).toEqual(['./a', './b', './d', './e'])
})
