import { expect, test } from 'bun:test'
import { frecency, fuzzyScore, ranked } from './switcher-rank'

const dayMs = 86_400_000

test('letters match in order, and the beginning and word starts rank above the middle', () => {
  expect(fuzzyScore('zz', 'Alice')).toBeUndefined()
  expect(fuzzyScore('ecila', 'Alice')).toBeUndefined()
  const order = (query: string, names: readonly string[]) =>
    ranked(
      names.map((name) => ({ item: name, names: [name] })),
      query,
      0,
    )
  expect(order('al', ['Natalie', 'Big Al', 'Alice'])).toEqual(['Alice', 'Big Al', 'Natalie'])
  expect(order('ann', ['Mary Ann', 'Ann Margaret Featherstone'])[0]).toBe('Ann Margaret Featherstone')
  expect(order('wh', ['Weekend hike', 'Somewhere else', 'Nothing'])).toEqual(
    ['Somewhere else', 'Weekend hike', 'Nothing'].slice(0, 2),
  )
  expect(order('读书', ['周末徒步', '读书会'])).toEqual(['读书会'])
})

test('frequent visits count, and recent ones count more', () => {
  const at = (count: number, days: number) => frecency({ count, lastMs: -days * dayMs }, 0)
  expect(at(10, 0)).toBeGreaterThan(at(1, 0))
  expect(at(3, 0)).toBeGreaterThan(at(10, 10))
})

test('without a query, recently visited ones come first, and the others keep their order', () => {
  const candidates = [
    { item: 'never', names: ['never'] },
    { item: 'old', names: ['old'], visits: { count: 9, lastMs: 1 } },
    { item: 'new', names: ['new'], visits: { count: 1, lastMs: 2 } },
    { item: 'neither', names: ['neither'] },
  ]
  expect(ranked(candidates, '', 3)).toEqual(['new', 'old', 'never', 'neither'])
})

test('among equal matches, the more visited one comes first', () => {
  const candidates = [
    { item: 'Bob A', names: ['Bob A'] },
    { item: 'Bob B', names: ['Bob B'], visits: { count: 5, lastMs: 0 } },
  ]
  expect(ranked(candidates, 'bob', 0)).toEqual(['Bob B', 'Bob A'])
})

test('a recently visited place comes before a slightly better match', () => {
  const candidates = [
    { item: 'Bob', names: ['Bob'] },
    { item: 'Bobby', names: ['Bobby'], visits: { count: 1, lastMs: 0 } },
  ]
  expect(ranked(candidates, 'bo', 0)).toEqual(['Bobby', 'Bob'])
})
