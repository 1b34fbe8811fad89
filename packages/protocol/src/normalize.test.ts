import { expect, test } from 'bun:test'
import { foldedText } from './folded-text'
import { limits } from './limits'
import { isMisleading } from './markdown/labels'
import { normalized } from './normalize'
import { WordFilter } from './word-filter'

/** Marks that normalisation has to sort, in the longest text. */
const half = limits.textMaxChars / 2
const unsorted = `a${'\u0301'.repeat(half)}${'\u0327'.repeat(half - 2)}*`
const halfWidth = `a${'\uff9e\u093c'.repeat(half - 1)}*`
const filter = new WordFilter(['kite'])

const uses: readonly (readonly [string, (text: string) => void])[] = [
  ['normalized', (text) => void normalized(text, 'NFKC')],
  ['foldedText', (text) => void foldedText(text)],
  ['findWritten', (text) => void filter.findWritten(text)],
  ['isMisleading', (text) => void isMisleading(text, 'https://a.example')],
]

test.each(uses)('[WD3] many marks after one letter take little time in %s', (_, use) => {
  const startMs = performance.now()
  for (let round = 0; round < 5; round++) for (const text of [unsorted, halfWidth]) use(text)
  expect(performance.now() - startMs).toBeLessThan(1_000)
})

test('[WD3] a run keeps its first 30 marks', () => {
  expect(normalized(`a${'\u0327'.repeat(40)}b`, 'NFC')).toBe(`a${'\u0327'.repeat(30)}b`)
  expect(normalized('Cafe\u0301', 'NFC')).toBe('Café')
})
